'use client'
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { CopiedLine } from '../../ui/copied-line.tsx'
import { useSites } from '../sites/use-sites.ts'
import { authorizeCommand, authorizedKeyLine } from './authorized-key.ts'

/** The site's public keys, and the command that lets them in on the machine. */
export const AuthorizeHelp = ({ siteId, expanded = false }: { readonly siteId: string; readonly expanded?: boolean }) => {
  const t = useTranslations('authorize')
  const { data } = useSites()
  const edges = data?.find(({ id }) => id === siteId)?.edges ?? []
  const lines = [...new Set(edges.map(({ sshPublicKey }) => authorizedKeyLine(sshPublicKey)).filter((line) => line !== null))]
  if (!data || siteId === '') return null
  return (
    <ExpandableSection headerText={t('title')} defaultExpanded={expanded}>
      {lines.length === 0 ? (
        <Box color="text-body-secondary">{t('noEdge')}</Box>
      ) : (
        <SpaceBetween size="xs">
          <Box color="text-body-secondary">{t('help')}</Box>
          <CopiedLine label={t('line')} text={lines.join('\n')} />
          <CopiedLine label={t('command')} text={authorizeCommand(lines)} />
        </SpaceBetween>
      )}
    </ExpandableSection>
  )
}
