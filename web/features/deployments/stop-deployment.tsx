'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { useNotices } from '../shell/notices.tsx'
import { endedIn, figuresOf } from './state-looks.ts'

export const StopDeployment = ({ deployment, onClose }: { readonly deployment: Deployment; readonly onClose: () => void }) => {
  const t = useTranslations('stop')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  // What is asked is fixed when the dialog opens; counts that move must not move the number one types.
  const [{ running, left }] = useState(() => ({
    running: figuresOf(deployment.counts).running,
    left: Math.max(0, deployment.total - endedIn(deployment.counts)),
  }))
  const stop = async () => {
    const stopped = await api.call(routes.stopDeployment, { params: { id: deployment.id } })
    client.setQueryData([routes.getDeployment.path, deployment.id, null], stopped)
    await client.invalidateQueries({ queryKey: [routes.listExecutions.path, deployment.id] })
    tell({ type: 'info', text: t('asked', { name: deployment.name }) })
  }
  return (
    <Confirm title={t('title', { name: deployment.name })} action={t('action')} count={left} onConfirm={stop} onClose={onClose}>
      <p>{t('help', { count: left })}</p>
      {running > 0 && <p>{t('running', { count: running })}</p>}
    </Confirm>
  )
}
