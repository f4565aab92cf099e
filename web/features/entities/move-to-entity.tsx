'use client'
/** Puts chosen machines into an entity, by hand: rules move them no more. */
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import type { Chosen } from '../machines/chosen.ts'
import { useNotices } from '../shell/notices.tsx'
import { useEntities } from './use-entities.ts'

type Props = { readonly machines: readonly Chosen[]; readonly onMoved: () => void; readonly onClose: () => void }

/** Machines that one request moves. */
const atOnce = 100
/** How many names are written out. */
const named = 8

export const MoveToEntity = ({ machines, onMoved, onClose }: Props) => {
  const t = useTranslations('moveToEntity')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { options } = useEntities()
  const [entityId, setEntityId] = useState('')
  const [done, setDone] = useState(0)
  const chosen = options.find(({ value }) => value === entityId) ?? null
  const count = machines.length
  const move = async () => {
    try {
      for (let at = 0; at < count; at += atOnce) {
        const machineIds = machines.slice(at, at + atOnce).map(({ id }) => id)
        await api.call(routes.assignMachines, { params: { id: entityId }, body: { machineIds } })
        setDone(at + machineIds.length)
      }
    } finally {
      await client.invalidateQueries({ queryKey: [routes.listMachines.path] })
    }
    tell({ type: 'success', text: t('moved', { count, entity: chosen?.label ?? entityId }) })
    onMoved()
  }
  return (
    <Confirm title={t('title', { count })} action={t('move')} count={count} isReady={chosen !== null} onConfirm={move} onClose={onClose}>
      <FormField label={t('entity')}>
        <Select
          ariaLabel={t('entity')}
          options={options}
          selectedOption={chosen}
          placeholder={t('choose')}
          filteringType="auto"
          expandToViewport
          onChange={({ detail }) => setEntityId(detail.selectedOption.value ?? '')}
        />
      </FormField>
      <p>{t('help')}</p>
      <ul>
        {machines.slice(0, named).map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
        {count > named && <li>{t('andMore', { count: count - named })}</li>}
      </ul>
      {count > atOnce && done > 0 && <p aria-live="polite">{t('doing', { done, count })}</p>}
    </Confirm>
  )
}
