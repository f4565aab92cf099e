'use client'
import cloudscape from '@cloudscape-design/components/i18n/messages/all.fr'
import type { ReactNode } from 'react'
import messages from '../messages/fr.json' with { type: 'json' }
import { TextsProvider } from './texts-provider.tsx'

export const FrenchTexts = ({ children }: { readonly children: ReactNode }) => (
  <TextsProvider locale="fr" messages={messages} cloudscape={cloudscape}>
    {children}
  </TextsProvider>
)
