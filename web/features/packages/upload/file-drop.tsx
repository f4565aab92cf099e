'use client'
/** Where files or a folder are dropped, or picked with the keyboard. */
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import type { Dropped } from './collect.ts'
import { filesOfDrop, filesOfInput } from './dropped-entries.ts'
import styles from './file-drop.module.css'

export const FileDrop = ({ onFiles }: { readonly onFiles: (files: readonly Dropped[]) => void }) => {
  const t = useTranslations('upload')
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (input: HTMLInputElement) => {
    onFiles(filesOfInput(input))
    // The same choice again must be heard again.
    input.value = ''
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the buttons inside do the same by keyboard
    <div
      className={`${styles.zone} ${over ? styles.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void filesOfDrop(event.dataTransfer).then(onFiles)
      }}
    >
      <Box textAlign="center" color="text-body-secondary">
        <SpaceBetween size="xs">
          <span>{t('drop')}</span>
          <SpaceBetween size="xs" direction="horizontal" alignItems="center">
            <Button formAction="none" iconName="folder" onClick={() => folder.current?.click()}>
              {t('chooseFolder')}
            </Button>
            <Button formAction="none" iconName="file" onClick={() => files.current?.click()}>
              {t('chooseFiles')}
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </Box>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        data-testid="files"
        aria-label={t('chooseFiles')}
        onChange={({ target }) => take(target)}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        data-testid="folder"
        aria-label={t('chooseFolder')}
        {...{ webkitdirectory: '' }}
        onChange={({ target }) => take(target)}
      />
    </div>
  )
}
