'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button, { type ButtonProps } from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { EnrolmentToken, Site } from '#shared/contracts/sites.ts'
import { useApi } from '../../api/provider.tsx'
import { CopiedLine } from '../../ui/copied-line.tsx'
import { Failure } from '../../ui/failure.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { useSession } from '../session/session.tsx'
import { dockerCommand, systemdEnvironment } from './enrol-command.ts'

/** Makes a token for a new edge launcher, and shows it this once. */
export const EnrolEdge = ({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) => {
  const t = useTranslations('enrol')
  const common = useTranslations('common')
  const api = useApi()
  const [made, setMade] = useState<EnrolmentToken | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  // The button that was pressed goes; without this the keyboard would be nowhere.
  const closeButton = useFirstFocus<ButtonProps.Ref>(made !== null)
  const make = async () => {
    setBusy(true)
    setError(null)
    await api
      .call(routes.createEnrolmentToken, { params: { id: site.id } })
      .then(setMade)
      .catch(setError)
    setBusy(false)
  }
  return (
    <Modal
      visible
      size="large"
      header={t('title', { name: site.name })}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button ref={closeButton} variant={made ? 'primary' : 'link'} onClick={onClose}>
              {made ? t('close') : common('cancel')}
            </Button>
            {!made && (
              <Button variant="primary" loading={busy} onClick={() => void make()}>
                {t('make')}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error !== null && <Failure error={error} />}
        {made ? <Token token={made} /> : <Box>{t('help')}</Box>}
      </SpaceBetween>
    </Modal>
  )
}

const Token = ({ token }: { readonly token: EnrolmentToken }) => {
  const t = useTranslations('enrol')
  const absolute = useAbsoluteTime()
  const { installation } = useSession()
  const lines = [
    { label: t('token'), text: token.token },
    { label: t('docker'), text: dockerCommand(installation.api, token.token) },
    { label: t('systemd'), text: systemdEnvironment(installation.api, token.token) },
  ]
  return (
    <SpaceBetween size="m">
      <Alert type="warning">{t('once', { at: absolute(token.expiresAt) })}</Alert>
      {lines.map((line) => (
        <CopiedLine key={line.label} {...line} />
      ))}
    </SpaceBetween>
  )
}
