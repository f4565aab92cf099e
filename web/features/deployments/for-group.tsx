'use client'
import Box from '@cloudscape-design/components/box'
import { useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { plainText } from '../log/plain-text.ts'
import { useCan } from '../session/session.tsx'

/** The group of machines that a deployment was ordered for, where there is one. */
export const ForGroup = ({ deployment: { group } }: { readonly deployment: Deployment }) => {
  const t = useTranslations('deployments')
  const can = useCan()
  const paths = usePaths()
  if (group === null) return null
  const name = plainText(group.name)
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {t('forGroup')} {can('group:list') ? <AppLink href={paths.group(group.id)}>{name}</AppLink> : name}
    </Box>
  )
}
