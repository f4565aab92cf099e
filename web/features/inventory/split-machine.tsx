'use client'
/** Says that one of the agents of a machine speaks of another one, which is made. */
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { plainText } from '../log/plain-text.ts'
import { useNotices } from '../shell/notices.tsx'
import { agentText } from './agent-text.ts'

export const SplitMachine = ({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) => {
  const t = useTranslations('joinMachines')
  const api = useApi()
  const client = useQueryClient()
  const router = useRouter()
  const paths = usePaths()
  const absolute = useAbsoluteTime()
  const { tell } = useNotices()
  const [agentKey, setAgentKey] = useState<string | null>(null)
  const { data, error } = useAsk(routes.getMachineInventory, { params: { id: machine.id }, query: {} })
  // No inventory: no agent has spoken of it.
  const agents = data?.agents ?? (error instanceof ApiProblem && error.kind === 'not-found' ? [] : null)
  const split = async () => {
    if (agentKey === null) return
    const made = await api.call(routes.splitMachine, { params: { id: machine.id }, body: { agentKey } })
    for (const { path } of [routes.listMachines, routes.getMachineInventory]) await client.invalidateQueries({ queryKey: [path] })
    tell({ type: 'success', text: t('splitDone', { name: plainText(made.name), number: made.ordinal ?? 'none' }) })
    router.push(paths.machine(made.id))
  }
  return (
    <Confirm
      title={t('splitTitle', { name: plainText(machine.name) })}
      action={t('split')}
      isReady={agentKey !== null}
      onConfirm={split}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <p>{t('splitHelp')}</p>
        {agents === null && (error ? <Failure error={error} /> : <Loading />)}
        {agents !== null && agents.length < 2 && <Box variant="strong">{t('oneAgent', { count: agents.length })}</Box>}
        {agents !== null && agents.length > 1 && (
          <FormField label={t('leaves')}>
            <RadioGroup
              value={agentKey}
              onChange={({ detail }) => setAgentKey(detail.value)}
              items={agents.map((agent) => ({
                value: agent.key,
                label: agentText(agent),
                description: t('agentLast', { at: absolute(agent.lastAt) }),
              }))}
            />
          </FormField>
        )}
        {agentKey !== null && (
          <ul>
            <li>{t('splitMakes', { name: plainText(machine.name) })}</li>
            <li>{t('splitCopies')}</li>
            <li>{t('splitNext')}</li>
          </ul>
        )}
      </SpaceBetween>
    </Confirm>
  )
}
