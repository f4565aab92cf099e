'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useLocale, useTranslations } from 'next-intl'
import { bytesText } from '../../../ui/bytes.ts'
import { useFaultTexts } from '../../../ui/use-faults.ts'
import styles from './chosen-files.module.css'
import type { Collected, Dropped } from './collect.ts'
import { FileDrop } from './file-drop.tsx'

/** Paths written out. */
const shown = 200

type Props = { readonly collected: Collected; readonly onFiles: (files: readonly Dropped[]) => void; readonly onClear: () => void }

/** The drop zone, what was taken from it, and what stands in the way. */
export const ChosenFiles = ({ collected, onFiles, onClear }: Props) => {
  const t = useTranslations('upload')
  const locale = useLocale()
  const { say } = useFaultTexts()
  const { files, leftOut, faults } = collected
  const total = files.reduce((sum, { file }) => sum + file.size, 0)
  const faultText = (fault: string) => (fault === 'duplicate' || fault === 'tooBig' || fault === 'tooMany' ? t(fault) : say(fault))
  return (
    <SpaceBetween size="s">
      <FileDrop onFiles={onFiles} />
      {faults.length > 0 && (
        <Alert type="error" header={t('badPaths', { count: faults.length })}>
          <ul>
            {faults.slice(0, 20).map(({ path, fault }) => (
              <li key={path}>
                <b>{path}</b> {faultText(fault)}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {leftOut.length > 0 && <Alert type="info">{t('leftOut', { count: leftOut.length, names: leftOut.slice(0, 5).join(', ') })}</Alert>}
      {files.length > 0 && (
        <div>
          <Header
            variant="h3"
            counter={`(${files.length})`}
            description={bytesText(total, locale)}
            actions={
              <Button formAction="none" onClick={onClear}>
                {t('clear')}
              </Button>
            }
          >
            {t('chosenFiles')}
          </Header>
          <ul className={styles.list}>
            {files.slice(0, shown).map(({ path, file }) => (
              <li key={path}>
                <code>{path}</code> <Box variant="small">{bytesText(file.size, locale)}</Box>
              </li>
            ))}
            {files.length > shown && <li>{t('andMore', { count: files.length - shown })}</li>}
          </ul>
        </div>
      )}
    </SpaceBetween>
  )
}
