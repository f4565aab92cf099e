'use client'
/** The words of one language, ours and Cloudscape's; each language is its own chunk. */
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import type { Locale } from './locales.ts'

const languages = {
  en: dynamic(() => import('./texts-en.tsx').then(({ EnglishTexts }) => EnglishTexts)),
  fr: dynamic(() => import('./texts-fr.tsx').then(({ FrenchTexts }) => FrenchTexts)),
} as const satisfies Record<Locale, unknown>

export const Texts = ({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) => {
  const Language = languages[locale]
  return <Language>{children}</Language>
}
