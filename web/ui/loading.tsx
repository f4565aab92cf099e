'use client'
import Spinner from '@cloudscape-design/components/spinner'
import { useTranslations } from 'next-intl'

export const Loading = () => {
  const t = useTranslations('common')
  return (
    <output>
      <Spinner /> {t('loading')}
    </output>
  )
}
