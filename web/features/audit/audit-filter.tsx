'use client'
import Button from '@cloudscape-design/components/button'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Token from '@cloudscape-design/components/token'
import { useTranslations } from 'next-intl'
import { outcomes } from '#shared/contracts/audit.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { PersonSelect } from './person-select.tsx'
import { auditedActions, useActionName } from './use-action-name.ts'

const hourMs = 3_600_000
const spansMs = { lastHour: hourMs, lastDay: 24 * hourMs, lastWeek: 168 * hourMs, lastMonth: 720 * hourMs } as const

/** Person, action, time, object and outcome; all of it stands in the address. */
export const AuditFilter = () => {
  const t = useTranslations('audit')
  const actionName = useActionName()
  const { get, set } = useAddressQuery()
  const [person, object] = [get('person'), get('object')]
  const anything = { value: '', label: t('anyAction') }
  const actions = [
    anything,
    ...auditedActions.map((action) => ({ value: action, label: actionName(action) })).sort((a, b) => a.label.localeCompare(b.label)),
  ]
  const anyTime = { value: '', label: t('anyTime') }
  const spans = ['lastHour', 'lastDay', 'lastWeek', 'lastMonth'] as const
  const times = [anyTime, ...spans.map((span) => ({ value: span, label: t(span) }))]
  const anyOutcome = { value: '', label: t('anyOutcome') }
  const results = [anyOutcome, ...outcomes.map((outcome) => ({ value: outcome, label: t(outcome) }))]
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <PersonSelect value={person} onChange={(id) => set({ person: id })} />
      <Select
        ariaLabel={t('action')}
        options={actions}
        selectedOption={actions.find(({ value }) => value === get('action')) ?? anything}
        filteringType="auto"
        expandToViewport
        onChange={({ detail }) => set({ action: detail.selectedOption.value ?? '' })}
      />
      <Select
        ariaLabel={t('outcome')}
        options={results}
        selectedOption={results.find(({ value }) => value === get('outcome')) ?? anyOutcome}
        expandToViewport
        onChange={({ detail }) => set({ outcome: detail.selectedOption.value ?? '' })}
      />
      <Select
        ariaLabel={t('at')}
        options={times}
        selectedOption={times.find(({ value }) => value === get('since')) ?? anyTime}
        expandToViewport
        onChange={({ detail }) => {
          const span = Object.entries(spansMs).find(([name]) => name === detail.selectedOption.value)?.[1]
          // The instant stands in the address: pages must not move while one reads them.
          set({ since: detail.selectedOption.value ?? '', from: span === undefined ? '' : new Date(Date.now() - span).toISOString() })
        }}
      />
      {object && <Token label={t('objectIs', { id: object })} dismissLabel={t('clear')} onDismiss={() => set({ object: '' })} />}
      {(person || object || get('action') || get('outcome') || get('from')) && (
        <Button variant="link" onClick={() => set({ person: '', action: '', object: '', outcome: '', since: '', from: '' })}>
          {t('clear')}
        </Button>
      )}
    </SpaceBetween>
  )
}
