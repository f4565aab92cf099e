'use client'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { User } from '#shared/contracts/users.ts'
import { Empty } from '../../ui/empty.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useSession } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { ConfirmUser } from './confirm-user.tsx'
import { UserForm } from './user-form.tsx'
import { UserTable } from './user-table.tsx'

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'disable' | 'enable' | 'reset' | 'delete'; readonly user: User }
  | { readonly kind: 'password'; readonly user: User; readonly oneTimePassword: string }

export const Users = () => {
  const t = useTranslations('users')
  const { can, accounts } = useSession()
  const { get, set } = useAddressQuery()
  const [chosen, setChosen] = useState<User | null>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const showPassword = (user: User, oneTimePassword: string) => setOpen({ kind: 'password', user, oneTimePassword })
  const filtered = get('search') !== '' || get('group') !== ''
  const actions = [
    { id: 'edit', text: t('edit') },
    chosen?.disabled ? { id: 'enable', text: t('enable') } : { id: 'disable', text: t('disable') },
    ...(accounts === 'here' ? [{ id: 'reset', text: t('reset') }] : []),
    { id: 'delete', text: t('delete') },
  ]
  const act = (id: string) => {
    if (chosen && (id === 'edit' || id === 'enable' || id === 'disable' || id === 'reset' || id === 'delete'))
      setOpen({ kind: id, user: chosen })
  }
  const add =
    can('user:manage') && accounts === 'here' ? (
      <Button variant="primary" onClick={() => setOpen({ kind: 'add' })}>
        {t('add')}
      </Button>
    ) : null
  return (
    <Page title={t('title')} wide>
      <UserTable
        chosen={chosen}
        onChosen={setChosen}
        header={
          <Header
            variant="awsui-h1-sticky"
            {...(accounts === 'elsewhere' ? { description: t('elsewhere') } : {})}
            actions={
              can('user:manage') && (
                <SpaceBetween direction="horizontal" size="xs">
                  <ButtonDropdown items={actions} disabled={!chosen} onItemClick={({ detail }) => act(detail.id)}>
                    {t('actions')}
                  </ButtonDropdown>
                  {add}
                </SpaceBetween>
              )
            }
          >
            {t('title')}
          </Header>
        }
        empty={
          filtered ? (
            <Empty title={t('noMatch')} action={<Button onClick={() => set({ search: '', group: '' })}>{t('clearFilter')}</Button>} />
          ) : (
            <Empty title={t('none')} action={add} />
          )
        }
      />
      {open?.kind === 'add' && <UserForm user={null} onMade={showPassword} onClose={close} />}
      {open?.kind === 'edit' && <UserForm user={open.user} onMade={showPassword} onClose={close} />}
      {(open?.kind === 'disable' || open?.kind === 'enable' || open?.kind === 'reset' || open?.kind === 'delete') && (
        <ConfirmUser what={open.kind} user={open.user} onPassword={showPassword} onDone={() => setChosen(null)} onClose={close} />
      )}
      {open?.kind === 'password' && (
        <ShownOnce
          title={t('passwordTitle', { name: open.user.name })}
          label={t('oneTimePassword')}
          secret={open.oneTimePassword}
          warning={t('passwordHelp', { login: open.user.login })}
          onClose={close}
        />
      )}
    </Page>
  )
}
