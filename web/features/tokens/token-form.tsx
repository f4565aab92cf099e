'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { CreateAccessToken, maxTokenDays, type NewAccessToken } from '#shared/contracts/tokens.ts'
import type { Right } from '#shared/domain/rights.ts'
import { useApi } from '../../api/provider.tsx'
import { faultOfList } from '../../ui/choose-many.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { RightsPicker } from '../people/rights-picker.tsx'
import { useCan } from '../session/session.tsx'

const initialRights: readonly Right[] = []

export const TokenForm = ({ onMade, onClose }: { readonly onMade: (made: NewAccessToken) => void; readonly onClose: () => void }) => {
  const t = useTranslations('tokens')
  const first = useFirstFocus<InputProps.Ref>()
  const can = useCan()
  const api = useApi()
  const client = useQueryClient()
  const { values, set, faults, busy, error, submit } = useForm({
    initial: { name: '', days: '90', rights: initialRights },
    schema: CreateAccessToken,
    body: ({ days, ...typed }) => ({ ...typed, days: days.trim() === '' ? Number.NaN : Number(days) }),
    send: async (body) => {
      const made = await api.call(routes.createAccessToken, { body })
      await client.invalidateQueries({ queryKey: [routes.listAccessTokens.path] })
      onMade(made)
    },
  })
  return (
    <FormModal title={t('addTitle')} action={t('add')} busy={busy} error={error} large onSubmit={() => void submit()} onClose={onClose}>
      <FormField label={t('name')} description={t('nameHelp')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
      </FormField>
      <FormField label={t('days')} description={t('daysHelp', { most: maxTokenDays })} errorText={faults['days'] ?? ''}>
        <Input value={values.days} inputMode="numeric" autoComplete={false} onChange={({ detail }) => set('days', detail.value)} />
      </FormField>
      <RightsPicker
        chosen={values.rights}
        offered={can}
        fault={faultOfList(faults, 'rights')}
        onChange={(chosen) => set('rights', chosen)}
      />
    </FormModal>
  )
}
