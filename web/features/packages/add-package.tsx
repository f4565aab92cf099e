'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormUI from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { CreatePackage } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { useProblemText } from '../../ui/failure.tsx'
import { useForm } from '../../ui/use-form.ts'
import { Page } from '../shell/page.tsx'
import { PackageFields, type PackageValues } from './package-fields.tsx'
import { ChosenFiles } from './upload/chosen-files.tsx'
import { addFiles, collect, type Dropped } from './upload/collect.ts'
import { useUploads } from './upload/uploads.tsx'

const nothing: PackageValues = { label: '', version: '', description: '', command: '', commandName: '', rebootNeeded: false }

export const AddPackage = () => {
  const t = useTranslations('packages')
  const api = useApi()
  const router = useRouter()
  const paths = usePaths()
  const uploads = useUploads()
  const textOf = useProblemText()
  const [dropped, setDropped] = useState<readonly Dropped[]>([])
  const [withoutFiles, setWithoutFiles] = useState(false)
  const collected = useMemo(() => collect(dropped), [dropped])
  const usable = collected.files.length > 0 && collected.faults.length === 0
  const form = useForm({
    initial: nothing,
    schema: CreatePackage,
    body: ({ commandName, ...values }) => ({ ...values, ...(commandName.trim() === '' ? {} : { commandName }) }),
    send: async (body) => {
      const made = await api.call(routes.createPackage, { body })
      uploads.begin(made, collected.files)
      router.push(paths.package(made.id))
    },
  })
  const submit = () => {
    setWithoutFiles(!usable)
    if (usable) void form.submit()
  }
  return (
    <Page title={t('addTitle')} under={[{ text: t('title'), href: paths.packages }]}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!form.busy) submit()
        }}
      >
        <FormUI
          header={<Header variant="h1">{t('addTitle')}</Header>}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={() => router.push(paths.packages)}>
                {t('cancel')}
              </Button>
              <Button variant="primary" loading={form.busy}>
                {t('add')}
              </Button>
            </SpaceBetween>
          }
          errorText={form.error === null ? '' : `${textOf(form.error).title} ${textOf(form.error).detail}`}
        >
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">{t('what')}</Header>}>
              <PackageFields form={form} />
            </Container>
            <Container
              header={
                <Header variant="h2" description={t('filesHelp')}>
                  {t('files')}
                </Header>
              }
            >
              <SpaceBetween size="s">
                {withoutFiles && collected.files.length === 0 && <Alert type="error">{t('filesMissing')}</Alert>}
                <ChosenFiles
                  collected={collected}
                  onFiles={(files) => setDropped((before) => addFiles(before, files))}
                  onClear={() => setDropped([])}
                />
              </SpaceBetween>
            </Container>
          </SpaceBetween>
        </FormUI>
      </form>
    </Page>
  )
}
