'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useLocale, useTranslations } from 'next-intl'
import { bytesText } from '../../../ui/bytes.ts'
import { useProblemText } from '../../../ui/failure.tsx'
import { UploadFailed } from './upload-package.ts'
import type { UploadJob } from './uploads.tsx'

/** Files shown one by one: those that move now. */
const shownFiles = 6

export const UploadProgress = ({ job }: { readonly job: UploadJob }) => {
  const t = useTranslations('upload')
  const locale = useLocale()
  const textOf = useProblemText()
  if (job.kind === 'failed') {
    const failed =
      job.error instanceof UploadFailed
        ? {
            title: t('failedFile', { path: job.error.path }),
            detail: job.error.status === null ? t('connectionLost') : t('storeRefused', { status: job.error.status }),
          }
        : textOf(job.error)
    return (
      <Alert type="error" header={failed.title} action={<Button onClick={job.again}>{t('again')}</Button>}>
        <p>{failed.detail}</p>
        <p>{t('failedHelp')}</p>
      </Alert>
    )
  }
  const { progress, stop } = job
  const share = (done: number, total: number) => (total === 0 ? 100 : Math.floor((100 * done) / total))
  const figures = (done: number, total: number) => t('figures', { done: bytesText(done, locale), total: bytesText(total, locale) })
  const moving = progress?.files.filter(({ done, finished }) => done > 0 && !finished).slice(0, shownFiles) ?? []
  const finished = progress?.files.filter((file) => file.finished).length ?? 0
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={stop}>{t('stop')}</Button>}>
          {t('title')}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <ProgressBar
          label={t(progress?.stage ?? 'hashing')}
          value={progress ? share(progress.done, progress.total) : 0}
          description={progress ? figures(progress.done, progress.total) : ''}
          additionalInfo={progress ? t('files', { done: finished, total: progress.files.length }) : ''}
        />
        {progress?.stage === 'sending' &&
          moving.map(({ path, done, size }) => (
            <ProgressBar key={path} variant="standalone" label={path} value={share(done, size)} description={figures(done, size)} />
          ))}
      </SpaceBetween>
    </Container>
  )
}
