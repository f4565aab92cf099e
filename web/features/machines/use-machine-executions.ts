'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { routes } from '#shared/contracts/routes.ts'
import { useApi, useLiveStatus, useTopics } from '../../api/provider.tsx'

/** Rows that come at once, latest first. */
const pageRows = 100

/** What was and is deployed on a machine, latest first; more comes when asked for. */
export const useMachineExecutions = (machineId: string) => {
  const api = useApi()
  useTopics(['deployments'])
  const status = useLiveStatus()
  return useInfiniteQuery({
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
}
