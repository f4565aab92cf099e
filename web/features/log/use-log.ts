'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { routes } from '#shared/contracts/routes.ts'
import { useApi, useLiveStatus, useTopics } from '../../api/provider.tsx'
import { emptyLog, type LogSoFar, readOn } from './log-lines.ts'

const pageLines = 1000

/** The log of an execution; each refetch asks only for what came since. */
export const useLog = (executionId: string) => {
  const api = useApi()
  const client = useQueryClient()
  const status = useLiveStatus()
  useTopics([`execution:${executionId}`])
  const queryKey = [routes.readLog.path, executionId, null]
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      readOn(client.getQueryData<LogSoFar>(queryKey) ?? emptyLog, (cursor) =>
        api.call(routes.readLog, { params: { id: executionId }, query: { limit: pageLines, ...(cursor ? { cursor } : {}) } }, { signal }),
      ),
    structuralSharing: false,
    refetchInterval: status === 'open' ? 15_000 : 5_000,
  })
}
