'use client'
import { I18nProvider, type I18nProviderProps } from '@cloudscape-design/components/i18n'
import { type AbstractIntlMessages, NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import type { Locale } from './locales.ts'
import { NowProvider } from './now.tsx'

type Props = {
  readonly locale: Locale
  readonly messages: AbstractIntlMessages
  readonly cloudscape: I18nProviderProps.Messages
  readonly children: ReactNode
}

const never = () => () => undefined
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export const TextsProvider = ({ locale, messages, cloudscape, children }: Props) => {
  // The exported page knows no zone; no time is shown before the browser has taken over.
  const timeZone = useSyncExternalStore(never, zoneHere, () => 'UTC')
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={timeZone}>
      <I18nProvider locale={locale} messages={[cloudscape]}>
        <NowProvider>{children}</NowProvider>
      </I18nProvider>
    </NextIntlClientProvider>
  )
}
