'use client'
import { useTranslations } from 'next-intl'
import type { Package } from '#shared/contracts/packages.ts'
import { StatusWord } from '../../ui/status-word.tsx'

export const PackageState = ({ status }: { readonly status: Package['status'] }) => {
  const t = useTranslations('packages')
  return status === 'ready' ? (
    <StatusWord tone="green" icon="status-positive">
      {t('ready')}
    </StatusWord>
  ) : (
    <StatusWord tone="orange" icon="status-pending">
      {t('pending')}
    </StatusWord>
  )
}
