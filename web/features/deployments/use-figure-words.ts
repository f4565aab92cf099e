'use client'
import { useTranslations } from 'next-intl'
import en from '../../messages/en.json' with { type: 'json' }

type FigureKey = keyof typeof en.figures
const isKnown = (id: string): id is FigureKey => Object.hasOwn(en.figures, id)

/** The words of a figure; one of a newer service is shown by its name. */
export const useFigureWords = (): ((id: string) => string) => {
  const t = useTranslations('figures')
  return (id) => (isKnown(id) ? t(id) : id)
}
