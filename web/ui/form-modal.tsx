'use client'
/** A form in a dialog: its fields, what is wrong as a whole, save and cancel. Enter saves. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useProblemText } from './failure.tsx'

type Props = {
  readonly title: string
  readonly action: string
  readonly busy: boolean
  /** A failed call whose fault is no single field's. */
  readonly error: unknown
  readonly large?: boolean
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

export const FormModal = ({ title, action, busy, error, large = false, onSubmit, onClose, children }: Props) => {
  const t = useTranslations('common')
  const textOf = useProblemText()
  return (
    <Modal
      visible
      header={title}
      size={large ? 'large' : 'medium'}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button variant="primary" loading={busy} onClick={onSubmit}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) onSubmit()
        }}
      >
        <SpaceBetween size="m">
          {error !== null && (
            <Alert type="error" header={textOf(error).title}>
              {textOf(error).detail}
            </Alert>
          )}
          {children}
        </SpaceBetween>
        {/* A form with several fields sends itself on Enter only when it has a button. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Modal>
  )
}
