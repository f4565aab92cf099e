'use client'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { type Action, refusedForAll } from './actions.ts'
import { RelaunchDeployment } from './relaunch-deployment.tsx'
import { StopDeployment } from './stop-deployment.tsx'
import { useActOnDeployment } from './use-act.ts'

const icons = { pause: 'pause', resume: 'play', stop: 'status-stopped', relaunch: 'redo' } as const satisfies Record<Action, string>

/** The buttons of a deployment; one that is not possible now says why not. */
export const DeploymentActions = ({ deployment }: { readonly deployment: Deployment }) => {
  const t = useTranslations('control')
  const why = useTranslations('refused')
  const can = useCan()
  const act = useActOnDeployment()
  const { tell, tellFailure } = useNotices()
  const [busy, setBusy] = useState<Action | null>(null)
  const [open, setOpen] = useState<'stop' | 'relaunch' | null>(null)
  const now = async (action: 'pause' | 'resume') => {
    setBusy(action)
    try {
      await act(deployment.id, { action })
      tell({ type: 'info', text: t(action === 'pause' ? 'paused' : 'resumed', { name: deployment.name }) })
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(null)
    }
  }
  // One of the two is always impossible; the other is what a person looks for.
  const pauseOrResume: Action = refusedForAll(deployment, 'resume') === null ? 'resume' : 'pause'
  const shown: readonly Action[] = [
    ...(can('deployment:stop') ? [pauseOrResume, 'stop' as const] : []),
    ...(can('deployment:create') ? ['relaunch' as const] : []),
  ]
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {shown.map((action) => {
          const refused = refusedForAll(deployment, action)
          return (
            <Button
              key={action}
              iconName={icons[action]}
              disabled={refused !== null}
              {...(refused === null ? {} : { disabledReason: why(refused) })}
              loading={busy === action}
              onClick={() => (action === 'pause' || action === 'resume' ? void now(action) : setOpen(action))}
            >
              {t(action)}
            </Button>
          )
        })}
      </SpaceBetween>
      {open === 'stop' && <StopDeployment deployment={deployment} onClose={() => setOpen(null)} />}
      {open === 'relaunch' && <RelaunchDeployment deployment={deployment} onClose={() => setOpen(null)} />}
    </>
  )
}
