'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormUI from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { CreateDeployment } from '#shared/contracts/deployments.ts'
import type { Package } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { useProblemText } from '../../ui/failure.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useForm } from '../../ui/use-form.ts'
import { type Chosen, recallSelection } from '../machines/chosen.ts'
import { useNotices } from '../shell/notices.tsx'
import { Page } from '../shell/page.tsx'
import { AdvancedOptions } from './advanced-options.tsx'
import { ChooseMachines } from './choose-machines.tsx'
import { ChoosePackage } from './choose-package.tsx'
import { repeatKey } from './repeat-key.ts'
import { type DeployValues, initialValues, optionsOf } from './values.ts'

/** Quick deployment: a package, machines, and one button; the manual's options are a click away. */
export const Deploy = () => {
  const t = useTranslations('deploy')
  const api = useApi()
  const client = useQueryClient()
  const router = useRouter()
  const paths = usePaths()
  const address = useAddressQuery()
  const textOf = useProblemText()
  const { tell } = useNotices()
  const [item, setItem] = useState<Package | null>(null)
  const [machines, setMachines] = useState<readonly Chosen[]>(() => recallSelection(address.get('selection')))
  const keyFor = useRef(repeatKey(() => crypto.randomUUID()))
  const form = useForm({
    initial: initialValues,
    schema: CreateDeployment,
    body: (values: DeployValues) => ({
      ...(values.name.trim() === '' ? {} : { name: values.name }),
      packageId: item?.id ?? '',
      machineIds: machines.map(({ id }) => id),
      options: optionsOf(values),
    }),
    send: async (body) => {
      // Pressing twice, or again after a connection that broke, makes one deployment.
      const made = await api.call(routes.createDeployment, { body }, { idempotencyKey: keyFor.current(body) })
      await client.invalidateQueries({ queryKey: [routes.listDeployments.path] })
      tell({ type: 'success', text: t('launched', { name: made.name, count: made.total }) })
      router.push(paths.deployment(made.id))
    },
  })
  return (
    <Page title={t('title')} under={[{ text: t('deployments'), href: paths.deployments }]}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!form.busy) void form.submit()
        }}
      >
        <FormUI
          header={<Header variant="h1">{t('title')}</Header>}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Box color="text-body-secondary">
                {item && machines.length > 0 ? t('sentence', { name: `${item.label} ${item.version}`, count: machines.length }) : ''}
              </Box>
              <Button formAction="none" variant="link" onClick={() => router.back()}>
                {t('cancel')}
              </Button>
              <Button variant="primary" loading={form.busy} disabled={!item || machines.length === 0}>
                {t('launch')}
              </Button>
            </SpaceBetween>
          }
          errorText={form.error === null ? '' : `${textOf(form.error).title} ${textOf(form.error).detail}`}
        >
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">{t('what')}</Header>}>
              <FormField label={t('package')} errorText={item ? (form.faults['packageId'] ?? '') : ''}>
                <ChoosePackage chosen={item} onChosen={setItem} />
              </FormField>
              {item?.rebootNeeded && <Alert type="info">{t('reboots')}</Alert>}
            </Container>
            <ChooseMachines chosen={machines} onChosen={setMachines} fault={form.faults['machineIds'] ?? ''} />
            <AdvancedOptions form={form} command={item?.command ?? ''} />
          </SpaceBetween>
        </FormUI>
      </form>
    </Page>
  )
}
