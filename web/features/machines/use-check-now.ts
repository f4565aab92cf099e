'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { useNotices } from '../shell/notices.tsx'
import type { Chosen } from './chosen.ts'

/** Machines in one request; the API takes no more. */
const batch = 100

/** Asks the edge launchers to look at machines now. */
export const useCheckNow = () => {
  const t = useTranslations('machines')
  const api = useApi()
  const { tell, tellFailure } = useNotices()
  const [busy, setBusy] = useState(false)
  const check = async (machines: readonly Pick<Chosen, 'id'>[]) => {
    setBusy(true)
    try {
      let accepted = 0
      for (let from = 0; from < machines.length; from += batch) {
        const machineIds = machines.slice(from, from + batch).map(({ id }) => id)
        accepted += (await api.call(routes.probeMachines, { body: { machineIds } })).accepted
      }
      tell({ type: 'info', text: t('checking', { count: accepted }) })
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, check }
}
