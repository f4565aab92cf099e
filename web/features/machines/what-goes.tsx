'use client'
/** What goes with machines that are deleted, and what stays. */
import Spinner from '@cloudscape-design/components/spinner'
import { useQueries } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import type { Chosen } from './chosen.ts'

/** So many machines are asked about; of more, it is said without figures. */
const mostAsked = 20

export const WhatGoes = ({ machines }: { readonly machines: readonly Chosen[] }) => {
  const t = useTranslations('machines')
  const format = useFormatter()
  const api = useApi()
  const asked = machines.length <= mostAsked ? machines : []
  const answers = useQueries({
    queries: asked.map(({ id }) => ({
      queryKey: [routes.foreseeDeletion.path, id],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.call(routes.foreseeDeletion, { params: { id } }, { signal }),
      staleTime: 0,
    })),
  })
  const failed = answers.find(({ error }) => error !== null)
  if (failed) return <Failure error={failed.error} />
  if (answers.some(({ isPending }) => isPending)) return <Spinner />
  const known = answers.flatMap(({ data }) => data ?? [])
  const inventories = known.flatMap(({ inventory }) => inventory ?? [])
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)
  const since = inventories.map((inventory) => inventory.since).sort()[0]
  const underWay = sum(known.map((one) => one.underWay))
  const keys = known.filter(({ hostKey }) => hostKey).length
  const externalIds = known.flatMap(({ externalId }) => externalId ?? [])
  const goes =
    asked.length === 0
      ? [t('goesMany')]
      : [
          ...(since === undefined
            ? [t('goesNoInventory')]
            : [
                t('goesInventory', {
                  count: inventories.length,
                  since: format.dateTime(new Date(since), { dateStyle: 'medium' }),
                  changes: sum(inventories.map(({ changes }) => changes)),
                }),
                t('goesAgents', { count: sum(inventories.map(({ agents }) => agents)) }),
              ]),
          ...(underWay > 0 ? [t('goesUnderWay', { count: underWay })] : []),
          ...(keys > 0 ? [t('goesKeys', { count: keys })] : []),
          ...(externalIds.length > 0 ? [t('goesExternalIds', { count: externalIds.length })] : []),
        ]
  return (
    <>
      <p>{t('goes')}</p>
      <ul>
        {goes.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{t('stays')}</p>
    </>
  )
}
