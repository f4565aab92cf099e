'use client'
import Checkbox from '@cloudscape-design/components/checkbox'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { useNotices } from '../shell/notices.tsx'
import { endedIn, figuresOf } from './state-looks.ts'
import { useActOnDeployment } from './use-act.ts'

export const StopDeployment = ({ deployment, onClose }: { readonly deployment: Deployment; readonly onClose: () => void }) => {
  const t = useTranslations('stop')
  const act = useActOnDeployment()
  const { tell } = useNotices()
  // What is asked is fixed when the dialog opens; counts that move must not move the number one types.
  const [{ running, left }] = useState(() => ({
    running: figuresOf(deployment.counts).running,
    left: Math.max(0, deployment.total - endedIn(deployment.counts)),
  }))
  // Asked before to stop at the end of the phase: what is left to ask is to interrupt.
  const [interrupt, setInterrupt] = useState(deployment.control === 'stop')
  const stop = async () => {
    await act(deployment.id, { action: 'stop', interrupt })
    tell({ type: 'info', text: t('asked', { name: deployment.name }) })
  }
  return (
    <Confirm title={t('title', { name: deployment.name })} action={t('action')} count={left} onConfirm={stop} onClose={onClose}>
      <p>{t('help', { count: left })}</p>
      {running > 0 && <p>{t('running', { count: running })}</p>}
      <Checkbox checked={interrupt} onChange={({ detail }) => setInterrupt(detail.checked)} description={t('interruptHelp')}>
        {t('interrupt')}
      </Checkbox>
    </Confirm>
  )
}
