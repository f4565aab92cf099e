'use client'
/** Decides a doubt, after saying what goes. */
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { InventoryDoubt } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { plainText } from '../log/plain-text.ts'
import { useNotices } from '../shell/notices.tsx'
import { useSiteName } from '../sites/use-sites.ts'
import type { Decision } from './decisions.ts'
import { DoubtfulMachine } from './doubtful-machine.tsx'

type Props = { readonly doubt: InventoryDoubt; readonly decision: Decision; readonly onClose: () => void }

export const DecideDoubt = ({ doubt, decision, onClose }: Props) => {
  const t = useTranslations('inventoryDoubts')
  const api = useApi()
  const client = useQueryClient()
  const siteName = useSiteName()
  const { tell } = useNotices()
  const { machines } = doubt
  const [keepMachineId, setKeep] = useState(machines[0]?.id ?? '')
  const nameOf = (id: string) => plainText(machines.find((machine) => machine.id === id)?.name ?? id)
  const other = machines.find(({ id }) => id !== keepMachineId)
  const decide = async () => {
    const body = decision === 'merge' ? { decision, keepMachineId } : { decision }
    await api.call(routes.decideInventoryDoubt, { params: { id: doubt.id }, body })
    for (const { path } of [routes.listInventoryDoubts, routes.listMachines]) await client.invalidateQueries({ queryKey: [path] })
    tell({ type: 'success', text: t('done') })
  }
  const names = { one: nameOf(machines[0]?.id ?? ''), site: siteName(doubt.siteId) }
  return (
    <Confirm title={t(`${decision}-title`)} action={t(decision)} onConfirm={decide} onClose={onClose}>
      <SpaceBetween size="m">
        {decision === 'separate' && <p>{doubt.kind === 'other-site' ? t('separate-other-site', names) : t('separate-what')}</p>}
        {decision === 'move' && <p>{t('move-what', names)}</p>}
        {decision === 'merge' && (
          <>
            <FormField label={t('keep')}>
              <RadioGroup
                value={keepMachineId}
                onChange={({ detail }) => setKeep(detail.value)}
                items={machines.map(({ id }) => ({ value: id, label: nameOf(id), description: <DoubtfulMachine id={id} /> }))}
              />
            </FormField>
            <p>{t('merge-what', { other: nameOf(other?.id ?? ''), keep: nameOf(keepMachineId) })}</p>
          </>
        )}
      </SpaceBetween>
    </Confirm>
  )
}
