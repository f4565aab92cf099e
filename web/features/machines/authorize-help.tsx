'use client'
import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useSites } from '../sites/use-sites.ts'
import styles from './authorize-help.module.css'
import { authorizeCommand, authorizedKeyLine } from './authorized-key.ts'

const Copyable = ({ label, text, copied }: { readonly label: string; readonly text: string; readonly copied: string }) => (
  <div>
    <Box variant="awsui-key-label">{label}</Box>
    <div className={styles.line}>
      <code className={styles.code}>{text}</code>
      <CopyToClipboard variant="icon" copyButtonAriaLabel={label} textToCopy={text} copySuccessText={copied} copyErrorText="—" />
    </div>
  </div>
)

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
          <Copyable label={t('line')} text={lines.join('\n')} copied={t('copied')} />
          <Copyable label={t('command')} text={authorizeCommand(lines)} copied={t('copied')} />
        </SpaceBetween>
      )}
    </ExpandableSection>
  )
}
