'use client'
import Alert from '@cloudscape-design/components/alert'
import { useTranslations } from 'next-intl'
import type { Site } from '#shared/contracts/sites.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { useClock } from '../../ui/now.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { useCan } from '../session/session.tsx'
import { refusesNew } from './refuses-new.ts'

/** The site had more new machines than it may: a roll-out, or somebody who invents them. */
export const TooManyNew = ({ site }: { readonly site: Site }) => {
  const t = useTranslations('sites')
  const can = useCan()
  const paths = usePaths()
  const absolute = useAbsoluteTime()
  if (!refusesNew(site, useClock())) return null
  return (
    <Alert
      type="warning"
      header={t('tooManyNew')}
      {...(can('inventory:read') ? { action: <AppLink href={paths.refusalsOfSite(site.id)}>{t('seeRefused')}</AppLink> } : {})}
    >
      {t('tooManyNewHelp', { at: absolute(site.newMachinesRefusedAt ?? ''), count: site.newMachinesPerHour })}
    </Alert>
  )
}
