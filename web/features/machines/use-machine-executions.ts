'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { routes } from '#shared/contracts/routes.ts'
import { hasEnded } from '#shared/domain/deployment/states.ts'
import { useApi, useLiveStatus, useTopics } from '../../api/provider.tsx'

/** Rows that come at once, latest first. */
const pageRows = 100
/** Deployments under way that are watched one by one; a connection watches 20 topics at most. */
const mostWatched = 10

/** What was and is deployed on a machine, latest first; more comes when asked for. */
export const useMachineExecutions = (machineId: string) => {
  const api = useApi()
  const status = useLiveStatus()
  const query = useInfiniteQuery({
    queryKey: [routes.listMachineExecutions.path, machineId, 'all'],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        routes.listMachineExecutions,
        { params: { id: machineId }, query: { limit: pageRows, ...(pageParam ? { cursor: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: status === 'open' ? 30_000 : 5_000,
  })
  const underWay = query.data?.pages.flatMap(({ items }) => items).filter(({ state }) => !hasEnded(state)) ?? []
  const watched = [...new Set(underWay.map(({ deploymentId }) => `deployment:${deploymentId}`))].slice(0, mostWatched)
  useTopics(['deployments', ...watched])
  return query
}
