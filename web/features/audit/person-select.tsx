'use client'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { User } from '#shared/contracts/users.ts'
import { useAsk } from '../../api/provider.tsx'
import { useOfferedUsers } from '../people/use-offered-users.ts'
import { useCan } from '../session/session.tsx'

const optionOf = ({ id, login, name }: User) => ({ value: id, label: login, ...(name === login ? {} : { description: name }) })

/** Anyone, or one of all users, found on the server by what is typed. Somebody who is no user any more stays under their id. */
export const PersonSelect = ({ value, onChange }: { readonly value: string; readonly onChange: (userId: string) => void }) => {
  const t = useTranslations('audit')
  const mayList = useCan()('user:list')
  const [text, setText] = useState('')
  const { items, status, more } = useOfferedUsers(text, mayList)
  const offered = items.find(({ id }) => id === value)
  const asked = useAsk(routes.getUser, { params: { id: value } }, { enabled: mayList && value !== '' && !offered && status !== 'loading' })
  const anyone = { value: '', label: t('anyone') }
  const chosen = offered ?? asked.data
  return (
    <Select
      ariaLabel={t('person')}
      options={[...(text === '' ? [anyone] : []), ...items.map(optionOf)]}
      selectedOption={value === '' ? anyone : chosen ? optionOf(chosen) : { value, label: value }}
      filteringType="manual"
      filteringPlaceholder={t('findPerson')}
      filteringAriaLabel={t('findPerson')}
      statusType={mayList ? status : 'finished'}
      loadingText={t('searching')}
      errorText={t('searchFailed')}
      recoveryText={t('retry')}
      empty={t('noPerson')}
      expandToViewport
      onLoadItems={({ detail }) => {
        if (detail.firstPage) setText(detail.filteringText)
        else more()
      }}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  )
}
