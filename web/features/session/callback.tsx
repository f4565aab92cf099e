'use client'
/** Where the provider sends the person back with a code. */
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { FullScreen, Waiting } from '../../ui/full-screen.tsx'
import type { Locale } from '../../ui/locales.ts'
import { readConfigHere } from './gate.tsx'
import { installationToUse, rememberedInstallation } from './installation.ts'
import { finishSignIn, makeUserManager } from './sign-in.ts'

// A code works once, and React runs effects twice while developing.
let finishing: Promise<string> | null = null

const finish = async (locale: Locale): Promise<string> => {
  const config = await readConfigHere()
  const installation = installationToUse(config, rememberedInstallation())
  if (!installation) throw new Error('no installation was chosen')
  return finishSignIn(makeUserManager(installation, locale), location.href, locale)
}

export const Callback = () => {
  const t = useTranslations('session')
  const locale = useLocale()
  const router = useRouter()
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    finishing ??= finish(locale)
    finishing
      .then((returnTo) => router.replace(returnTo))
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        finishing = null
      })
  }, [locale, router])
  if (fault === null) return <Waiting text={t('entering')} />
  return (
    <FullScreen>
      <Alert type="error" header={t('loginFailed')} action={<Button href={`/${locale}/`}>{t('logInAgain')}</Button>}>
        {t('loginFailedHelp', { detail: fault })}
      </Alert>
    </FullScreen>
  )
}
