'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { amountsIn } from './amounts.ts'
import type { Say } from './columns.ts'

/** Amounts and words of inventories in the person's language. */
export const useSay = (): Say => {
  const locale = useLocale()
  const t = useTranslations('inventory')
  return useMemo(() => ({ ...amountsIn(locale), word: (key) => t(key) }), [locale, t])
}
