'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button, { type ButtonProps } from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { InventorySecret } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { Site } from '#shared/contracts/sites.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { CopiedLine } from '../../ui/copied-line.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { useSession } from '../session/session.tsx'
import { agentAddress } from './agent-configuration.ts'
import { AgentConfigurations } from './agent-configurations.tsx'
import { SecretForm } from './secret-form.tsx'

/** The password of a site's inventory agents: whose it is, a new one, and what the agents are configured with. */
export const InventoryAgents = ({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) => {
  const t = useTranslations('inventoryAgents')
  const api = useApi()
  const client = useQueryClient()
  const [made, setMade] = useState<InventorySecret | null>(null)
  // The button that was pressed goes; without this the keyboard would be nowhere.
  const closeButton = useFirstFocus<ButtonProps.Ref>(made !== null)
  const { data, error, refetch } = useAsk(routes.getInventorySecret, { params: { id: site.id } })
  const make = async (keepPreviousHours: number) => {
    setMade(await api.call(routes.rotateInventorySecret, { params: { id: site.id }, body: { keepPreviousHours } }))
    await client.invalidateQueries({ queryKey: [routes.getInventorySecret.path] })
  }
  return (
    <Modal
      visible
      size="large"
      header={t('title', { name: site.name })}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button ref={closeButton} variant={made ? 'primary' : 'link'} onClick={onClose}>
            {t('close')}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        {made ? <Made secret={made} /> : <Box>{t('help')}</Box>}
        {!made &&
          (data ? (
            <SecretForm state={data} onMake={make} />
          ) : error ? (
            <Failure error={error} onRetry={() => void refetch()} />
          ) : (
            <Loading />
          ))}
        <AgentConfigurations site={site} secret={made} />
      </SpaceBetween>
    </Modal>
  )
}

const Made = ({ secret }: { readonly secret: InventorySecret }) => {
  const t = useTranslations('inventoryAgents')
  const absolute = useAbsoluteTime()
  const { installation } = useSession()
  const { user, password, realm, path, previousUntil } = secret
  const lines = [
    { label: t('address'), text: agentAddress(installation.api, path) },
    { label: t('user'), text: user },
    { label: t('password'), text: password },
    { label: t('realm'), text: realm },
  ]
  return (
    <SpaceBetween size="m">
      <Alert type="warning">{previousUntil === null ? t('once') : t('onceUntil', { at: absolute(previousUntil) })}</Alert>
      {lines.map((line) => (
        <CopiedLine key={line.label} {...line} />
      ))}
    </SpaceBetween>
  )
}
