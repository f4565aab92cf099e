'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { maxIds } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import type { Chosen } from '../machines/chosen.ts'
import { type ListFilter, queryOf } from '../machines/list-filter.ts'
import { useNotices } from '../shell/notices.tsx'

/** As many as one answer holds. */
const atOnce = 100

/** All machines that the list shows for a filter, page after page: so each of them can be seen, and taken back. */
export const useAllShown = (filter: ListFilter, onAll: (machines: readonly Chosen[]) => void) => {
  const t = useTranslations('groupForm')
  const api = useApi()
  const { tell, tellFailure } = useNotices()
  const [busy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    try {
      const found: Chosen[] = []
      let cursor: string | null = null
      do {
        const query = { limit: atOnce, ...queryOf(filter), ...(cursor === null ? {} : { cursor }) }
        const answer: { items: readonly Chosen[]; nextCursor: string | null } = await api.call(routes.listMachines, { query })
        found.push(...answer.items.map(({ id, name, siteId }) => ({ id, name, siteId })))
        cursor = answer.nextCursor
      } while (cursor !== null && found.length <= maxIds)
      if (found.length > maxIds) tell({ type: 'warning', text: t('tooMany', { count: maxIds }) })
      else {
        onAll(found)
        tell({ type: 'info', text: t('addedAll', { count: found.length }) })
      }
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, take }
}
