'use client'
/** A label, a text to be copied as it is, and the button that copies it. */
import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import { useTranslations } from 'next-intl'
import styles from './copied-line.module.css'

export const CopiedLine = ({ label, text }: { readonly label: string; readonly text: string }) => {
  const t = useTranslations('common')
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <div className={styles.line}>
        <pre className={styles.code}>{text}</pre>
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel={t('copyOf', { what: label })}
          textToCopy={text}
          copySuccessText={t('copied')}
          copyErrorText={t('notCopied')}
        />
      </div>
    </div>
  )
}
