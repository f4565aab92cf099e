'use client'
import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import styles from './full-screen.module.css'

/** One thing in the middle of an otherwise empty window. */
export const FullScreen = ({ children }: { readonly children: ReactNode }) => (
  <main className={styles.screen}>
    <div className={styles.middle}>{children}</div>
  </main>
)

export const Waiting = ({ text }: { readonly text?: string }) => {
  const t = useTranslations('common')
  return (
    <FullScreen>
      <Box textAlign="center" color="text-status-inactive">
        <output>
          <Spinner /> {text ?? t('loading')}
        </output>
      </Box>
    </FullScreen>
  )
}
