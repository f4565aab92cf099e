'use client'
import { useQuery } from '@tanstack/react-query'
import { routes } from '#shared/contracts/routes.ts'
import type { Site } from '#shared/contracts/sites.ts'
import { readAll } from '../../api/lists.ts'
import { useApi, useLiveStatus, useTopics } from '../../api/provider.tsx'
import { useCan } from '../session/session.tsx'

/** All sites with their edge launchers, by name; nothing for who may not see them. */
export const useSites = () => {
  const api = useApi()
  const can = useCan()
  useTopics(['sites'])
  const status = useLiveStatus()
  return useQuery({
    queryKey: [routes.listSites.path, null, 'all'],
    queryFn: ({ signal }): Promise<readonly Site[]> =>
      readAll(api, (_, cursor) => api.call(routes.listSites, { query: { limit: 100, ...cursor } }, { signal }), signal),
    enabled: can('site:list'),
    refetchInterval: status === 'open' ? 60_000 : 15_000,
  })
}

/** The name of a site, or its id while names are not known. */
export const useSiteName = (): ((id: string) => string) => {
  const { data } = useSites()
  return (id) => data?.find((site) => site.id === id)?.name ?? id
}
