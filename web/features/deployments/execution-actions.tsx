'use client'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Deployment, Execution } from '#shared/contracts/deployments.ts'
import { useClock } from '../../ui/now.tsx'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { type Action, actions, refusedForOne } from './actions.ts'
import { useActOnExecution } from './use-act.ts'

const isAction = (id: string): id is Action => (actions as readonly string[]).includes(id)

type Props = { readonly execution: Execution /** Where it is known. */; readonly whole?: Deployment }

/** What may be done to one machine of a deployment. */
export const ExecutionActions = ({ execution, whole }: Props) => {
  const t = useTranslations('control')
  const why = useTranslations('refused')
  const can = useCan()
  const now = useClock()
  const act = useActOnExecution()
  const { tell, tellFailure } = useNotices()
  const [busy, setBusy] = useState(false)
  const shown = actions.filter((action) => can(action === 'relaunch' ? 'deployment:create' : 'deployment:stop'))
  if (shown.length === 0) return null
  const { name } = execution.machine
  const item = (id: string, action: Action) => {
    const refused = refusedForOne(execution, action, whole ?? null, now.getTime())
    return {
      id,
      text: t(id === 'interrupt' ? 'interrupt' : action),
      disabled: refused !== null,
      ...(refused === null ? {} : { disabledReason: why(refused) }),
    }
  }
  const run = async (id: string) => {
    const action = id === 'interrupt' ? 'stop' : id
    if (!isAction(action)) return
    setBusy(true)
    try {
      await act(execution, action, id === 'interrupt')
      tell({ type: 'info', text: t('askedOf', { action: t(id === 'interrupt' ? 'interrupt' : action), name }) })
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <ButtonDropdown
      variant="inline-icon"
      ariaLabel={t('actionsOn', { name })}
      loading={busy}
      expandToViewport
      items={shown.flatMap((action) => [item(action, action), ...(action === 'stop' ? [item('interrupt', action)] : [])])}
      onItemClick={({ detail }) => void run(detail.id)}
    />
  )
}
