'use client'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useTranslations } from 'next-intl'
import { type Deployment, RelaunchDeployment as Relaunch } from '#shared/contracts/deployments.ts'
import { type RelaunchChoice, relaunchChoices } from '#shared/domain/deployment/relaunch.ts'
import { FormModal } from '../../ui/form-modal.tsx'
import { InstantField } from '../../ui/instant-field.tsx'
import { type DateAndTime, instantOf, noInstant } from '../../ui/local-instant.ts'
import { useClock } from '../../ui/now.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useNotices } from '../shell/notices.tsx'
import { useActOnDeployment } from './use-act.ts'

type Values = { readonly which: RelaunchChoice; readonly endAt: DateAndTime }

/** Ended executions are tried again; an end date that has passed needs another first. */
export const RelaunchDeployment = ({ deployment, onClose }: { readonly deployment: Deployment; readonly onClose: () => void }) => {
  const t = useTranslations('relaunch')
  const act = useActOnDeployment()
  const now = useClock()
  const { tell } = useNotices()
  const { counts, options } = deployment
  const passed = options.endAt !== null && Date.parse(options.endAt) <= now.getTime()
  const of = (...states: readonly (keyof typeof counts)[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  const figures: Record<RelaunchChoice, number> = {
    failed: of('failed'),
    unfinished: of('failed', 'stopped', 'unknown'),
    all: of('failed', 'stopped', 'unknown', 'done'),
  }
  const initial: Values = { which: relaunchChoices.find((choice) => figures[choice] > 0) ?? 'failed', endAt: noInstant }
  const { values, set, faults, error, busy, submit } = useForm({
    initial,
    schema: Relaunch,
    body: ({ which, endAt }) => ({ which, ...(passed ? { endAt: instantOf(endAt) } : {}) }),
    send: async (body) => {
      await act(deployment.id, { action: 'relaunch', body })
      tell({ type: 'success', text: t('done', { name: deployment.name }) })
      onClose()
    },
  })
  return (
    <FormModal
      title={t('title', { name: deployment.name })}
      action={t('action')}
      busy={busy}
      error={error}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <FormField label={t('which')} errorText={faults['which'] ?? ''}>
        <RadioGroup
          value={values.which}
          onChange={({ detail }) => set('which', relaunchChoices.find((choice) => choice === detail.value) ?? 'failed')}
          items={relaunchChoices.map((choice) => ({
            value: choice,
            label: t(choice, { count: figures[choice] }),
            description: t(`${choice}Help`),
            disabled: figures[choice] === 0,
          }))}
        />
      </FormField>
      {passed && (
        <InstantField
          label={t('endAt')}
          description={t('endAtHelp')}
          fault={faults['endAt'] ?? ''}
          value={values.endAt}
          onChange={(value) => set('endAt', value)}
        />
      )}
      <p>{t('help')}</p>
    </FormModal>
  )
}
