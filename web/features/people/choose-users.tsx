'use client'
import FormField from '@cloudscape-design/components/form-field'
import Multiselect from '@cloudscape-design/components/multiselect'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { User } from '#shared/contracts/users.ts'
import { useOfferedUsers } from './use-offered-users.ts'

type Props = {
  readonly label: string
  readonly help: string
  readonly chosen: readonly User[]
  readonly onChange: (chosen: readonly User[]) => void
  /** Why somebody cannot be chosen; null where they can. */
  readonly unfit: (user: User) => string | null
}

/** Several of all users, found on the server by what is typed. */
export const ChooseUsers = ({ label, help, chosen, onChange, unfit }: Props) => {
  const t = useTranslations('userGroups')
  const [text, setText] = useState('')
  const { items, status, more } = useOfferedUsers(text)
  const optionOf = (user: User) => {
    const why = unfit(user)
    return {
      value: user.id,
      label: user.name,
      description: user.login,
      ...(why === null ? {} : { disabled: true, disabledReason: why }),
    }
  }
  const known = [...chosen, ...items]
  return (
    <FormField label={label} description={help}>
      <Multiselect
        options={items.map(optionOf)}
        selectedOptions={chosen.map(optionOf)}
        placeholder={t('chooseMembers')}
        filteringType="manual"
        filteringPlaceholder={t('findUser')}
        filteringAriaLabel={t('findUser')}
        statusType={status}
        loadingText={t('searching')}
        errorText={t('searchFailed')}
        recoveryText={t('retry')}
        empty={t('noUser')}
        tokenLimit={8}
        expandToViewport
        onLoadItems={({ detail }) => {
          if (detail.firstPage) setText(detail.filteringText)
          else more()
        }}
        onChange={({ detail }) => onChange(detail.selectedOptions.flatMap(({ value }) => known.find(({ id }) => id === value) ?? []))}
      />
    </FormField>
  )
}
