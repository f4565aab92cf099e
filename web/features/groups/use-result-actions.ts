'use client'
import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { useNotices } from '../shell/notices.tsx'
import { useGroupsChanged } from './use-groups-changed.ts'

/** From request to result and back, and a result stored anew. A static group has none of it. */
export const useResultActions = (group: Group) => {
  const t = useTranslations('groups')
  const api = useApi()
  const changed = useGroupsChanged()
  const { tell, tellFailure } = useNotices()
  const [busy, setBusy] = useState(false)
  const params = { id: group.id }
  const switchTo = (mode: 'request' | 'result') => api.call(routes.editGroup, { params, body: { mode } })
  const actions = {
    refresh: { ask: () => api.call(routes.refreshGroup, { params }), said: 'refreshed' },
    store: { ask: () => switchTo('result'), said: 'stored' },
    request: { ask: () => switchTo('request'), said: 'isRequest' },
  } as const
  const items: ButtonDropdownProps.Item[] =
    group.mode === 'result'
      ? [
          { id: 'refresh', text: t('refresh') },
          { id: 'request', text: t('toRequest') },
        ]
      : group.mode === 'request'
        ? [{ id: 'store', text: t('storeResult') }]
        : []
  return {
    items,
    busy,
    act: async (id: string) => {
      const action = Object.entries(actions).find(([name]) => name === id)?.[1]
      if (!action) return
      setBusy(true)
      try {
        const { name } = await action.ask()
        tell({ type: 'success', text: t(action.said, { name }) })
      } catch (error) {
        tellFailure(error)
      } finally {
        await changed()
        setBusy(false)
      }
    },
  }
}
