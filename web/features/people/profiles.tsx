'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ContentLayout from '@cloudscape-design/components/content-layout'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Profile } from '#shared/contracts/profiles.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { Page } from '../shell/page.tsx'
import { ProfileForm } from './profile-form.tsx'
import { rightRooms, rightsIn } from './right-groups.ts'
import { useProfiles } from './use-profiles.ts'

type Open = { readonly kind: 'add' | 'edit' | 'delete'; readonly profile: Profile | null }

export const Profiles = () => {
  const t = useTranslations('profiles')
  const can = useCan()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { answer, profiles, named } = useProfiles()
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const remove = async ({ id, name }: Profile) => {
    await api.call(routes.deleteProfile, { params: { id } })
    await client.invalidateQueries({ queryKey: [routes.listProfiles.path] })
    tell({ type: 'success', text: t('deleted', { name }) })
  }
  return (
    <Page title={t('title')}>
      <ContentLayout
        header={
          <Header
            variant="h1"
            description={t('help')}
            actions={
              can('profile:manage') && (
                <Button variant="primary" onClick={() => setOpen({ kind: 'add', profile: null })}>
                  {t('add')}
                </Button>
              )
            }
          >
            {t('title')}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {!answer.data && (answer.error ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : <Loading />)}
          {profiles.map((profile) => (
            <ExpandableSection
              key={profile.id}
              variant="container"
              headerText={named(profile.id)}
              headerCounter={`(${profile.rights.length})`}
              headerDescription={profile.ready ? t('ready') : t('made')}
              headerActions={
                can('profile:manage') && (
                  <SpaceBetween direction="horizontal" size="xs">
                    <Button ariaLabel={t('copyOf', { name: named(profile.id) })} onClick={() => setOpen({ kind: 'add', profile })}>
                      {t('copy')}
                    </Button>
                    {!profile.ready && (
                      <SpaceBetween direction="horizontal" size="xs">
                        <Button ariaLabel={t('editOf', { name: profile.name })} onClick={() => setOpen({ kind: 'edit', profile })}>
                          {t('edit')}
                        </Button>
                        <Button ariaLabel={t('deleteOf', { name: profile.name })} onClick={() => setOpen({ kind: 'delete', profile })}>
                          {t('delete')}
                        </Button>
                      </SpaceBetween>
                    )}
                  </SpaceBetween>
                )
              }
            >
              <RightsOf profile={profile} />
            </ExpandableSection>
          ))}
        </SpaceBetween>
      </ContentLayout>
      {(open?.kind === 'add' || open?.kind === 'edit') && (
        <ProfileForm key={open.kind} profile={open.profile} editing={open.kind === 'edit'} onClose={close} />
      )}
      {open?.kind === 'delete' && open.profile && (
        <Confirm
          title={t('deleteTitle', { name: open.profile.name })}
          action={t('delete')}
          onConfirm={() => (open.profile ? remove(open.profile) : Promise.resolve())}
          onClose={close}
        >
          <p>{t('deleteHelp')}</p>
        </Confirm>
      )}
    </Page>
  )
}

const RightsOf = ({ profile }: { readonly profile: Profile }) => {
  const t = useTranslations('rightRooms')
  const words = useTranslations('rights')
  return (
    <SpaceBetween size="s">
      {rightRooms.map((room) => {
        const held = rightsIn(room).filter((right) => profile.rights.includes(right))
        return held.length === 0 ? null : (
          <div key={room}>
            <Box variant="awsui-key-label">{t(room)}</Box>
            <div>{held.map((right) => words(right)).join(' · ')}</div>
          </div>
        )
      })}
    </SpaceBetween>
  )
}
