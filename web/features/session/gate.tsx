'use client'
/** The way in: reads the configuration, lets the person choose an installation, sends them to log in, and lets them through. */
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import { useLocale, useTranslations } from 'next-intl'
import type { UserManager } from 'oidc-client-ts'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import type { ConsoleConfig } from '#shared/contracts/console-config.ts'
import { ApiProvider } from '../../api/provider.tsx'
import { FullScreen, Waiting } from '../../ui/full-screen.tsx'
import { makeAccessToken } from './access-token.ts'
import { ChooseInstallation } from './choose-installation.tsx'
import { type Installation, installationToUse, readConfig, rememberedInstallation, rememberInstallation } from './installation.ts'
import { SessionProvider } from './session.tsx'
import { forgetSignOut, justSignedOut, makeUserManager, signIn } from './sign-in.ts'

type Stage =
  | { readonly kind: 'reading' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'choosing'; readonly config: ConsoleConfig; readonly signedOut: boolean }
  | { readonly kind: 'leaving' }
  | { readonly kind: 'no-provider'; readonly config: ConsoleConfig; readonly installation: Installation; readonly detail: string }
  | { readonly kind: 'in'; readonly config: ConsoleConfig; readonly installation: Installation; readonly manager: UserManager }

const here = (): string => location.pathname + location.search
export const readConfigHere = (): Promise<ConsoleConfig> =>
  readConfig(async (path) => {
    const response = await fetch(path, { cache: 'no-store' })
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`)
    return response.text()
  })

export const SessionGate = ({ children }: { readonly children: ReactNode }) => {
  const t = useTranslations('session')
  const locale = useLocale()
  const [stage, setStage] = useState<Stage>({ kind: 'reading' })

  const enter = useCallback(
    async (config: ConsoleConfig, installation: Installation) => {
      const manager = makeUserManager(installation, locale)
      const user = await manager.getUser()
      if (user && (!user.expired || user.refresh_token)) return setStage({ kind: 'in', config, installation, manager })
      setStage({ kind: 'leaving' })
      await signIn(manager, here()).catch((fault: unknown) => {
        setStage({ kind: 'no-provider', config, installation, detail: fault instanceof Error ? fault.message : String(fault) })
      })
    },
    [locale],
  )
  const start = useCallback(async () => {
    const config = await readConfigHere().catch(() => null)
    if (!config) return setStage({ kind: 'unreadable' })
    const installation = installationToUse(config, rememberedInstallation())
    if (installation && !justSignedOut()) return enter(config, installation)
    setStage({ kind: 'choosing', config, signedOut: justSignedOut() })
  }, [enter])
  useEffect(() => {
    const timer = setTimeout(() => void start(), 0)
    return () => clearTimeout(timer)
  }, [start])

  switch (stage.kind) {
    case 'reading':
      return <Waiting />
    case 'leaving':
      return <Waiting text={t('leaving')} />
    case 'unreadable':
      return (
        <FullScreen>
          <Alert type="error" header={t('unreadable')} action={<Button onClick={() => void start()}>{t('retry')}</Button>}>
            {t('unreadableHelp')}
          </Alert>
        </FullScreen>
      )
    case 'no-provider':
      return (
        <FullScreen>
          <Alert
            type="error"
            header={t('noProvider', { name: stage.installation.name })}
            action={<Button onClick={() => void enter(stage.config, stage.installation)}>{t('retry')}</Button>}
          >
            {t('noProviderHelp', { issuer: stage.installation.issuer, detail: stage.detail })}
          </Alert>
        </FullScreen>
      )
    case 'choosing':
      return (
        <ChooseInstallation
          config={stage.config}
          signedOut={stage.signedOut}
          onChosen={(installation) => {
            forgetSignOut()
            rememberInstallation(installation)
            void enter(stage.config, installation)
          }}
        />
      )
    case 'in':
      return (
        <Inside key={stage.installation.api} {...stage}>
          {children}
        </Inside>
      )
  }
}

type InsideProps = Extract<Stage, { kind: 'in' }> & { readonly children: ReactNode }

const Inside = ({ config, installation, manager, children }: InsideProps) => {
  const t = useTranslations('session')
  const [ended, setEnded] = useState(false)
  const end = useCallback(() => setEnded(true), [])
  const accessToken = useMemo(
    () => makeAccessToken({ load: () => manager.getUser(), renew: () => manager.signinSilent(), onEnded: end }),
    [manager, end],
  )
  const choose = (other: Installation) => {
    rememberInstallation(other)
    location.reload()
  }
  return (
    <ApiProvider baseUrl={installation.api} liveUrl={installation.live} accessToken={accessToken} onRefused={end}>
      <Modal
        visible={ended}
        header={t('ended')}
        onDismiss={() => setEnded(false)}
        footer={
          <Button variant="primary" onClick={() => void manager.removeUser().then(() => signIn(manager, here()))}>
            {t('logInAgain')}
          </Button>
        }
      >
        {t('endedHelp')}
      </Modal>
      <SessionProvider installation={installation} installations={config.installations} manager={manager} choose={choose}>
        {children}
      </SessionProvider>
    </ApiProvider>
  )
}
