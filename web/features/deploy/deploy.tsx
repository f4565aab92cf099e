'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormUI from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { usePaths } from '../../ui/app-link.tsx'
import { useProblemText } from '../../ui/failure.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { recallSelection } from '../machines/chosen.ts'
import { filterIn } from '../machines/list-filter.ts'
import { Page } from '../shell/page.tsx'
import { useSites } from '../sites/use-sites.ts'
import { ActionOptions, AdvancedOptions } from './advanced-options.tsx'
import { AfterSuccess, isDisruptive } from './after-success.tsx'
import { ChooseContent, ContentFromAddress } from './choose-content.tsx'
import { ChooseMachines } from './choose-machines.tsx'
import { ConfirmDisruption } from './confirm-disruption.tsx'
import { type Content, contentName, contentOf } from './content.ts'
import { Preview } from './preview.tsx'
import { type Targets, targetOf } from './targets.ts'
import { useOrder } from './use-order.ts'
import { initialValues, optionsOf } from './values.ts'
import { WhenOptions } from './when-options.tsx'
import { zonesOf } from './zones.ts'

const nothing: Content = { kind: 'package', item: null, members: [], bundle: null }
/** What is read as one types: its faults need no button. */
const shownAtOnce = (field: string): boolean => ['options.intervals', 'options.endAt'].includes(field)

/** The form for a deployment: what, on which machines, when, and the manual's options. */
export const Deploy = () => {
  const t = useTranslations('deploy')
  const router = useRouter()
  const paths = usePaths()
  const address = useAddressQuery()
  const textOf = useProblemText()
  const sites = useSites()
  const filter = filterIn(address.get)
  const [content, setContent] = useState(nothing)
  const [chosen, setChosen] = useState<Omit<Targets, 'filter'>>(() => ({
    kind: address.get('on') === 'filter' ? 'filter' : 'chosen',
    machines: recallSelection(address.get('selection')),
    names: '',
  }))
  const [values, setValues] = useState(() => ({
    ...initialValues,
    wakeOnLan: address.get('wake') === 'yes',
    inventory: address.get('inventory') === 'yes',
  }))
  const [confirming, setConfirming] = useState(false)
  const targets: Targets = { ...chosen, filter }
  const order = useOrder(
    {
      ...(values.name.trim() === '' ? {} : { name: values.name }),
      ...contentOf(content),
      ...targetOf(targets),
      options: optionsOf(values),
    },
    shownAtOnce,
  )
  const { faults, checked } = order
  const option = { values, onValues: setValues, faults }
  const name = contentName(content)
  const count = checked?.machines ?? (targets.kind === 'chosen' ? targets.machines.length : 0)
  const submit = () => {
    if (order.busy) return
    if (!order.examine()) {
      // Once they are drawn: the first one may be far above the button.
      setTimeout(() => document.querySelector('[aria-invalid="true"]')?.scrollIntoView({ block: 'center' }), 50)
      return
    }
    if (isDisruptive(values.afterSuccess)) setConfirming(true)
    else void order.send()
  }
  return (
    <Page title={t('title')} under={[{ text: t('deployments'), href: paths.deployments }]}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <FormUI
          header={<Header variant="h1">{t('title')}</Header>}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Box color="text-body-secondary">{name !== null && count > 0 ? t('sentence', { name, count }) : ''}</Box>
              <Button formAction="none" variant="link" onClick={() => router.back()}>
                {t('cancel')}
              </Button>
              <Button variant="primary" loading={order.busy}>
                {t(values.startAt.date === '' ? 'launch' : 'schedule')}
              </Button>
            </SpaceBetween>
          }
          errorText={
            order.error !== null ? `${textOf(order.error).title} ${textOf(order.error).detail}` : order.wrong ? t('seeFaults') : ''
          }
        >
          <SpaceBetween size="l">
            <ContentFromAddress onContent={setContent} />
            <ChooseContent content={content} onContent={setContent} faults={faults} />
            <ChooseMachines targets={targets} onTargets={(change) => setChosen((before) => ({ ...before, ...change }))} faults={faults} />
            <Container header={<Header variant="h2">{t('when')}</Header>}>
              <WhenOptions {...option} zones={zonesOf(checked, targets, sites.data ?? [])} />
            </Container>
            <Container header={<Header variant="h2">{t('onMachine')}</Header>}>
              <SpaceBetween size="m">
                <ActionOptions {...option} command={content.kind === 'package' ? (content.item?.command ?? '') : ''} />
                <AfterSuccess {...option} rebootNeeded={content.kind === 'package' && content.item?.rebootNeeded === true} />
              </SpaceBetween>
            </Container>
            <AdvancedOptions {...option} />
            <Preview checked={checked} checking={order.checking} />
          </SpaceBetween>
        </FormUI>
      </form>
      {confirming && isDisruptive(values.afterSuccess) && (
        <ConfirmDisruption choice={values.afterSuccess} count={count} onConfirm={order.send} onClose={() => setConfirming(false)} />
      )}
    </Page>
  )
}
