'use client'
import { useQuery } from '@tanstack/react-query'
import { routes } from '#shared/contracts/routes.ts'
import type { Site } from '#shared/contracts/sites.ts'
import type { Api } from '../../api/client.ts'
import { useApi, useLiveStatus, useTopics } from '../../api/provider.tsx'
import { useCan } from '../session/session.tsx'

/** An installation is designed for 100 sites; beyond ten pages the console stops asking. */
const mostPages = 10

const readAll = async (api: Api, signal: AbortSignal): Promise<readonly Site[]> => {
  const sites: Site[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await api.call(routes.listSites, { query: { limit: 100, ...(cursor ? { cursor } : {}) } }, { signal })
    sites.push(...answer.items)
    if (answer.nextCursor === null) break
    cursor = answer.nextCursor
  }
  return sites
}

/** All sites with their edge launchers, by name; nothing for who may not see them. */
export const useSites = () => {
  const api = useApi()
  const can = useCan()
  useTopics(['sites'])
  const status = useLiveStatus()
  return useQuery({
    queryKey: [routes.listSites.path, null, 'all'],
    queryFn: ({ signal }) => readAll(api, signal),
    enabled: can('site:list'),
    refetchInterval: status === 'open' ? 60_000 : 15_000,
  })
}

/** The name of a site, or its id while names are not known. */
export const useSiteName = (): ((id: string) => string) => {
  const { data } = useSites()
  return (id) => data?.find((site) => site.id === id)?.name ?? id
}
