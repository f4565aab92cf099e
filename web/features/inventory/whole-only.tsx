'use client'
import Alert from '@cloudscape-design/components/alert'
import { useTranslations } from 'next-intl'
import { ApiProblem } from '../../api/problem.ts'

/** Whether the service keeps this for who sees the machines of every entity. */
export const isForWhole = (error: unknown): boolean => error instanceof ApiProblem && error.kind === 'forbidden'

/** Said to somebody whose perimeter is a part of the entities, in place of what they may not see. */
export const WholeOnly = () => {
  const t = useTranslations('inventoryDoubts')
  return (
    <Alert type="info" header={t('wholeOnly')}>
      {t('wholeOnlyHelp')}
    </Alert>
  )
}
