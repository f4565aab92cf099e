'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Toggle from '@cloudscape-design/components/toggle'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Bundle } from '#shared/contracts/bundles.ts'
import type { Package } from '#shared/contracts/packages.ts'
import { usePaths } from '../../ui/app-link.tsx'
import { useProblemText } from '../../ui/failure.tsx'
import { Stages } from '../bundles/stages.tsx'
import { type Chosen, keepSelection } from '../machines/chosen.ts'
import { PackageSelect } from '../packages/package-select.tsx'
import { WarningList } from './preview.tsx'
import { useOrder } from './use-order.ts'

type Props = {
  readonly machines: readonly Chosen[]
  /** What to deploy, where that is settled; null: a package is chosen here. */
  readonly item: Package | null
  readonly bundle?: Bundle
  readonly onClose: () => void
}

/** The manual's quick deployment: at once, with Wake-on-LAN and inventory as the only options; the others are a link away. */
export const QuickDeploy = ({ machines, item, bundle, onClose }: Props) => {
  const t = useTranslations('deploy')
  const router = useRouter()
  const paths = usePaths()
  const textOf = useProblemText()
  const [chosen, setChosen] = useState(item)
  const [wakeOnLan, setWakeOnLan] = useState(false)
  const [inventory, setInventory] = useState(false)
  const order = useOrder(
    {
      ...(bundle ? { bundleId: bundle.id } : { packageId: chosen?.id ?? '' }),
      machineIds: machines.map(({ id }) => id),
      options: { wakeOnLan, inventory },
    },
    () => false,
  )
  const name = bundle?.name ?? (chosen ? `${chosen.label} ${chosen.version}` : null)
  const faults = Object.entries(order.faults).filter(([field]) => field !== 'packageId' || chosen !== null)
  const advanced = () =>
    router.push(paths.deploy({ packageId: chosen?.id, bundleId: bundle?.id, selection: keepSelection(machines), wakeOnLan, inventory }))
  return (
    <Modal
      visible
      header={t('quickTitle')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={advanced}>
              {t('toAdvanced')}
            </Button>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button
              variant="primary"
              loading={order.busy}
              onClick={() => {
                if (order.examine()) void order.send()
              }}
            >
              {t('launch')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {item === null && !bundle && (
          <FormField label={t('package')} errorText={order.faults['packageId'] && chosen === null ? t('choosePackage') : ''}>
            <PackageSelect chosen={chosen} onChosen={setChosen} />
          </FormField>
        )}
        <b>{name === null ? t('onMachines', { count: machines.length }) : t('sentence', { name, count: machines.length })}</b>
        {bundle && <Stages members={bundle.members} />}
        <Toggle checked={wakeOnLan} onChange={({ detail }) => setWakeOnLan(detail.checked)}>
          {t('wakeOnLan')}
        </Toggle>
        <Toggle checked={inventory} onChange={({ detail }) => setInventory(detail.checked)}>
          {t('inventory')}
        </Toggle>
        {chosen?.rebootNeeded && <Alert type="info">{t('reboots')}</Alert>}
        {order.checked && <WarningList warnings={order.checked.warnings} />}
        {faults.map(([field, text]) => (
          <Alert key={field} type="error">
            {text}
          </Alert>
        ))}
        {order.error !== null && (
          <Alert type="error" header={textOf(order.error).title}>
            {textOf(order.error).detail}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  )
}
