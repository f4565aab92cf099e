'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { useNotices } from '../shell/notices.tsx'
import type { Chosen } from './chosen.ts'
import { WhatGoes } from './what-goes.tsx'

type Props = {
  readonly machines: readonly Chosen[]
  /** While it goes on: whoever shows one of the machines must not ask for it any more. */
  readonly onBusy?: (isBusy: boolean) => void
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** How many names are written out. */
const named = 8

export const DeleteMachines = ({ machines, onBusy, onDeleted, onClose }: Props) => {
  const t = useTranslations('machines')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const remove = async () => {
    onBusy?.(true)
    try {
      for (const { id } of machines) {
        await api.call(routes.deleteMachine, { params: { id } }).catch((error: unknown) => {
          // Somebody else was faster: what was asked for is so.
          if (!(error instanceof ApiProblem && error.kind === 'not-found')) throw error
        })
      }
    } catch (error) {
      onBusy?.(false)
      throw error
    } finally {
      await client.invalidateQueries({ queryKey: [routes.listMachines.path] })
    }
    tell({ type: 'success', text: t('deleted', { count: machines.length }) })
    onDeleted()
  }
  return (
    <Confirm
      title={t('deleteTitle', { count: machines.length })}
      action={t('delete')}
      count={machines.length}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{t('deleteHelp')}</p>
      <ul>
        {machines.slice(0, named).map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
        {machines.length > named && <li>{t('andMore', { count: machines.length - named })}</li>}
      </ul>
      <WhatGoes machines={machines} />
    </Confirm>
  )
}
