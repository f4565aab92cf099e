'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ConsoleConfig } from '#shared/contracts/console-config.ts'
import { FullScreen } from '../../ui/full-screen.tsx'
import { type Installation, installationToUse, rememberedInstallation } from './installation.ts'

type Props = {
  readonly config: ConsoleConfig
  readonly signedOut: boolean
  readonly onChosen: (installation: Installation) => void
}

/** The page before the provider's: which server, and a button. */
export const ChooseInstallation = ({ config, signedOut, onChosen }: Props) => {
  const t = useTranslations('session')
  const [chosen, setChosen] = useState<Installation | null>(
    installationToUse(config, rememberedInstallation()) ?? config.installations[0] ?? null,
  )
  const options = config.installations.map(({ name, api }) => ({ value: api, label: name, description: api }))
  return (
    <FullScreen>
      <title>{`${t('logIn')} · Pulse Cloud`}</title>
      <Container header={<Header variant="h1">Pulse Cloud</Header>}>
        <SpaceBetween size="l">
          {signedOut && <Alert type="success">{t('signedOut')}</Alert>}
          {options.length > 1 && (
            <FormField label={t('installation')} description={t('installationHelp')}>
              <Select
                options={options}
                selectedOption={options.find(({ value }) => value === chosen?.api) ?? null}
                onChange={({ detail }) => setChosen(config.installations.find(({ api }) => api === detail.selectedOption.value) ?? null)}
              />
            </FormField>
          )}
          <Box float="right">
            <Button variant="primary" disabled={!chosen} onClick={() => chosen && onChosen(chosen)}>
              {t('logIn')}
            </Button>
          </Box>
        </SpaceBetween>
      </Container>
    </FullScreen>
  )
}
