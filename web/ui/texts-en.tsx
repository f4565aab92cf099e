'use client'
import cloudscape from '@cloudscape-design/components/i18n/messages/all.en'
import type { ReactNode } from 'react'
import messages from '../messages/en.json' with { type: 'json' }
import { TextsProvider } from './texts-provider.tsx'

export const EnglishTexts = ({ children }: { readonly children: ReactNode }) => (
  <TextsProvider locale="en" messages={messages} cloudscape={cloudscape}>
    {children}
  </TextsProvider>
)
