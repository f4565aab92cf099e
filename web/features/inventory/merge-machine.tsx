'use client'
/** Says that another machine is this one, after saying what goes and what stays. */
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { plainText } from '../log/plain-text.ts'
import { useNotices } from '../shell/notices.tsx'
import { MachineWords } from './doubtful-machine.tsx'
import { useOfferedMachines } from './use-offered-machines.ts'

const optionOf = ({ id, name, address }: Machine): SelectProps.Option => ({
  value: id,
  label: plainText(name),
  description: plainText(address),
})

export const MergeMachine = ({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) => {
  const t = useTranslations('joinMachines')
  const api = useApi()
  const client = useQueryClient()
  const router = useRouter()
  const paths = usePaths()
  const { tell } = useNotices()
  const [text, setText] = useState('')
  const [other, setOther] = useState<Machine | null>(null)
  const [keepId, setKeep] = useState(machine.id)
  const found = useOfferedMachines(text, { siteId: machine.siteId })
  const others = found.items.filter(({ id }) => id !== machine.id)
  const [keep, gone] = keepId === machine.id ? [machine, other] : [other, machine]
  const merge = async () => {
    if (!keep || !gone) return
    await api.call(routes.mergeMachine, { params: { id: keep.id }, body: { machineId: gone.id } })
    await client.invalidateQueries({ queryKey: [routes.listMachines.path] })
    for (const { path } of [routes.getMachine, routes.getMachineInventory]) await client.invalidateQueries({ queryKey: [path, keep.id] })
    tell({ type: 'success', text: t('merged', { name: plainText(keep.name) }) })
    if (keep.id !== machine.id) router.push(paths.machine(keep.id))
  }
  return (
    <Confirm
      title={t('mergeTitle', { name: plainText(machine.name) })}
      action={t('merge')}
      isReady={other !== null}
      onConfirm={merge}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <p>{t('mergeHelp')}</p>
        <FormField label={t('other')} description={t('otherHelp')}>
          <Select
            selectedOption={other && optionOf(other)}
            options={others.map(optionOf)}
            placeholder={t('choose')}
            filteringType="manual"
            filteringPlaceholder={t('find')}
            filteringAriaLabel={t('find')}
            statusType={found.status}
            empty={t('noOther')}
            onLoadItems={({ detail }) => {
              if (detail.firstPage) setText(detail.filteringText)
              else found.more()
            }}
            onChange={({ detail }) => setOther(others.find(({ id }) => id === detail.selectedOption.value) ?? null)}
          />
        </FormField>
        {other && keep && gone && (
          <>
            <FormField label={t('keep')}>
              <RadioGroup
                value={keepId}
                onChange={({ detail }) => setKeep(detail.value)}
                items={[machine, other].map((one) => ({
                  value: one.id,
                  label: plainText(one.name),
                  description: <MachineWords machine={one} />,
                }))}
              />
            </FormField>
            <ul>
              <li>{t('stays', { keep: plainText(keep.name), number: keep.ordinal ?? 'none' })}</li>
              <li>{t('goes', { gone: plainText(gone.name), number: gone.ordinal ?? 'none' })}</li>
              <li>{t('agentsGo', { keep: plainText(keep.name), gone: plainText(gone.name) })}</li>
            </ul>
            <p>{t('mergeForGood')}</p>
          </>
        )}
      </SpaceBetween>
    </Confirm>
  )
}
