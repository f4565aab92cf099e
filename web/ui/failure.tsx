'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useTranslations } from 'next-intl'
import { ApiProblem } from '../api/problem.ts'
import { useFaultTexts } from './use-faults.ts'

/** What a failed call means to the person, in their language, with the service's own words after it. */
export const useProblemText = (): ((error: unknown) => { readonly title: string; readonly detail: string }) => {
  const t = useTranslations('problems')
  const { say } = useFaultTexts()
  return (error) => {
    if (!(error instanceof ApiProblem)) return { title: t('unknown'), detail: error instanceof Error ? error.message : String(error) }
    const detail = error.instance ? `${say(error.message)} (${error.instance})` : say(error.message)
    return { title: t(error.kind), detail }
  }
}

/** A failed call: what happened, what the service said, and a way to try again. */
export const Failure = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => {
  const t = useTranslations('common')
  const textOf = useProblemText()
  const { title, detail } = textOf(error)
  return (
    <Alert type="error" header={title} {...(onRetry ? { action: <Button onClick={onRetry}>{t('retry')}</Button> } : {})}>
      {detail}
    </Alert>
  )
}
