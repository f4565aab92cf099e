'use client'
/** The frame of the pages on which a group is made or changed: the way back, what is wrong as a whole, and the buttons. */
import Button from '@cloudscape-design/components/button'
import FormUI from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { usePaths } from '../../ui/app-link.tsx'
import { useProblemText } from '../../ui/failure.tsx'

type Props = {
  readonly title: string
  readonly help?: string
  readonly action: string
  readonly busy: boolean
  readonly disabled?: boolean
  /** A failed call whose fault is no single field's. */
  readonly error: unknown
  /** Beside the buttons: what saving would do. */
  readonly sentence?: ReactNode
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** No form element: Enter takes a suggestion here, and must not send the whole. */
export const GroupForm = ({ title, help, action, busy, disabled = false, error, sentence, onSubmit, children }: Props) => {
  const t = useTranslations('groupForm')
  const router = useRouter()
  const textOf = useProblemText()
  return (
    <FormUI
      header={
        <Header variant="h1" description={help ?? ''}>
          {title}
        </Header>
      }
      errorText={error === null ? '' : `${textOf(error).title} ${textOf(error).detail}`}
      actions={
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          {sentence}
          <Button variant="link" onClick={() => router.back()}>
            {t('cancel')}
          </Button>
          <Button variant="primary" loading={busy} disabled={disabled} onClick={onSubmit}>
            {action}
          </Button>
        </SpaceBetween>
      }
    >
      {children}
    </FormUI>
  )
}

/** Where the pages of groups stand. */
export const useUnderGroups = (): { readonly text: string; readonly href: string }[] => {
  const t = useTranslations('groups')
  const paths = usePaths()
  return [
    { text: t('machines'), href: paths.machines },
    { text: t('title'), href: paths.groups },
  ]
}
