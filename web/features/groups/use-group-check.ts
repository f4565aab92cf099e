'use client'
/** How many machines a dynamic group would have: asked after a pause, while one changes it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type CheckedGroup, CheckGroup, type ShownCriterion } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { isPassing } from '../../api/problem.ts'
import { useApi } from '../../api/provider.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { asAsked } from './criteria.ts'

type Check = {
  /** null while it is not known, or nothing can be asked. */
  readonly answer: CheckedGroup | null
  readonly checking: boolean
  readonly error: unknown
}

/** `expression`: one that is right; empty where all criteria hold. */
export const useGroupCheck = (criteria: readonly ShownCriterion[], expression: string, groupId?: string): Check => {
  const api = useApi()
  const body = {
    criteria: criteria.map(asAsked),
    expression: expression.trim() === '' ? null : expression,
    ...(groupId === undefined ? {} : { groupId }),
  }
  const text = JSON.stringify(body)
  const settled = useSettled(text)
  const askable = CheckGroup.safeParse(body).success
  const current = askable && settled === text
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: [routes.checkGroup.path, null, settled],
    queryFn: ({ signal }) => api.call(routes.checkGroup, { body: JSON.parse(settled) }, { signal }),
    enabled: current,
    placeholderData: keepPreviousData,
    retry: (failures, failure) => failures < 2 && isPassing(failure),
    staleTime: 15_000,
  })
  return {
    answer: current && !error && !isPlaceholderData ? (data ?? null) : null,
    checking: askable && (isFetching || settled !== text),
    error: current ? error : null,
  }
}
