'use client'
/** Asks before something is lost: says what goes and how many; above ten, the number is typed. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { useProblemText } from './failure.tsx'

const typedAbove = 10

type Props = {
  readonly title: string
  readonly action: string
  /** How many machines it touches. */
  readonly count?: number
  /** false: something that is to be chosen is missing. */
  readonly isReady?: boolean
  readonly large?: boolean
  readonly children: ReactNode
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}

export const Confirm = ({ title, action, count = 1, isReady = true, large = false, children, onConfirm, onClose }: Props) => {
  const t = useTranslations('common')
  const textOf = useProblemText()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const mustType = count > typedAbove
  const confirm = async () => {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onClose()
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
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
            <Button
              variant="primary"
              loading={busy}
              disabled={!isReady || (mustType && typed.trim() !== String(count))}
              onClick={() => void confirm()}
            >
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>{children}</div>
        {mustType && (
          <FormField label={t('typeNumber', { count })}>
            <Input value={typed} inputMode="numeric" autoComplete={false} onChange={({ detail }) => setTyped(detail.value)} />
          </FormField>
        )}
        {error !== null && (
          <Alert type="error" header={textOf(error).title}>
            {textOf(error).detail}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  )
}
