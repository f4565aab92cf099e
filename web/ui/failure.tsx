'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useTranslations } from 'next-intl'
import { ApiProblem } from '../api/problem.ts'
import { useRefusalText } from './use-refusal-text.ts'

/** What a failed call means to the person, in their language; what the service said where that is not known in it. */
export const useProblemText = (): ((error: unknown) => { readonly title: string; readonly detail: string }) => {
  const t = useTranslations('problems')
  const say = useRefusalText()
  return (error) => {
    if (!(error instanceof ApiProblem)) return { title: t('unknown'), detail: error instanceof Error ? error.message : String(error) }
    const own = error.kind === 'unreachable' || error.kind === 'session-ended' ? t(`${error.kind}-help`) : null
    const said = own ?? say(error.message)
    const detail = error.instance ? `${said} (${error.instance})` : said
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
