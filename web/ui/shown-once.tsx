'use client'
/** A secret that is shown this once, to be copied. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { CopiedLine } from './copied-line.tsx'

type Props = {
  readonly title: string
  readonly label: string
  readonly secret: string
  readonly warning: string
  readonly children?: ReactNode
  readonly onClose: () => void
}

export const ShownOnce = ({ title, label, secret, warning, children, onClose }: Props) => {
  const t = useTranslations('common')
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {t('close')}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{warning}</Alert>
        <CopiedLine label={label} text={secret} />
        {children}
      </SpaceBetween>
    </Modal>
  )
}
