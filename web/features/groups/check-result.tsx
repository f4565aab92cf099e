'use client'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useTranslations } from 'next-intl'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Failure } from '../../ui/failure.tsx'
import { plainText } from '../log/plain-text.ts'
import type { useGroupCheck } from './use-group-check.ts'

type Props = {
  readonly check: ReturnType<typeof useGroupCheck>
  /** Why nothing can be asked yet; null: it can. */
  readonly incomplete: 'none' | 'expression' | null
}

/** How many computers the group would have now, and some of them. */
export const CheckResult = ({ check: { answer, checking, error }, incomplete }: Props) => {
  const t = useTranslations('groupForm')
  const paths = usePaths()
  return (
    <Container
      header={
        <Header variant="h2" actions={checking && <StatusIndicator type="loading">{t('checking')}</StatusIndicator>}>
          {t('resultNow')}
        </Header>
      }
    >
      <div aria-live="polite">
        {incomplete !== null ? (
          <Box color="text-body-secondary">{t(incomplete === 'none' ? 'resultNeedsCriterion' : 'resultNeedsExpression')}</Box>
        ) : error ? (
          <Failure error={error} />
        ) : answer === null ? (
          <Box color="text-body-secondary">{t('checking')}</Box>
        ) : (
          <SpaceBetween size="xs">
            <Box variant="h3">{t('found', { count: answer.count })}</Box>
            {answer.sample.length > 0 && (
              <SpaceBetween direction="horizontal" size="s">
                {answer.sample.map(({ id, name }) => (
                  <AppLink key={id} href={paths.machine(id)} target="_blank">
                    {plainText(name)}
                  </AppLink>
                ))}
                {answer.count > answer.sample.length && (
                  <Box color="text-body-secondary">{t('andMore', { count: answer.count - answer.sample.length })}</Box>
                )}
              </SpaceBetween>
            )}
          </SpaceBetween>
        )}
      </div>
    </Container>
  )
}
