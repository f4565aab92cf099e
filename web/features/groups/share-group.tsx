'use client'
/** With whom a group is shared: users and groups of users, found on the server. */
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type Group, maxShares } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { plainText } from '../log/plain-text.ts'
import { useNotices } from '../shell/notices.tsx'
import { useGroupsChanged } from './use-groups-changed.ts'

type Share = Group['shares'][number]
const keyOf = ({ kind, id }: Pick<Share, 'kind' | 'id'>): string => `${kind} ${id}`

export const ShareGroup = ({ group, onClose }: { readonly group: Group; readonly onClose: () => void }) => {
  const t = useTranslations('groups')
  const api = useApi()
  const changed = useGroupsChanged()
  const { tell } = useNotices()
  const [shares, setShares] = useState<readonly Share[]>(group.shares)
  const [typed, setTyped] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const found = useAsk(routes.listSharees, { query: { text: typed ?? '' } }, { enabled: typed !== null, keepPrevious: true })
  const name = plainText(group.name)
  const known = [...shares, ...(found.data?.items ?? [])]
  const optionOf = (share: Share): MultiselectProps.Option => ({
    value: keyOf(share),
    label: plainText(share.name),
    description: t(share.kind === 'user' ? 'user' : 'userGroupKind'),
    iconName: share.kind === 'user' ? 'user-profile' : 'group',
  })
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      await api.call(routes.shareGroup, { params: { id: group.id }, body: { shares: shares.map(({ kind, id }) => ({ kind, id })) } })
      tell({ type: 'success', text: t(shares.length === 0 ? 'isPrivate' : 'isShared', { name, count: shares.length }) })
      onClose()
      await changed()
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <FormModal
      title={t('shareTitle', { name })}
      action={t('save')}
      busy={busy}
      error={error}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Box variant="p">{t('shareHelp')}</Box>
      <FormField label={t('sharedWith')} errorText={shares.length > maxShares ? t('mostShares', { count: maxShares }) : ''}>
        <Multiselect
          options={(found.data?.items ?? []).map(optionOf)}
          selectedOptions={shares.map(optionOf)}
          placeholder={t('chooseSharees')}
          filteringType="manual"
          filteringPlaceholder={t('findSharee')}
          filteringAriaLabel={t('findSharee')}
          statusType={found.error ? 'error' : found.isFetching ? 'loading' : 'finished'}
          loadingText={t('loading')}
          errorText={t('notLoaded')}
          recoveryText={t('retry')}
          empty={t('nobody')}
          deselectAriaLabel={({ label }) => t('shareLess', { name: label ?? '' })}
          expandToViewport
          onLoadItems={({ detail }) => {
            setTyped(detail.filteringText.trim())
            if (found.error) void found.refetch()
          }}
          onChange={({ detail }) =>
            setShares(detail.selectedOptions.flatMap(({ value }) => known.find((share) => keyOf(share) === value) ?? []))
          }
        />
      </FormField>
      {!group.isMine && <Alert type="info">{t('sharedByOwner', { owner: plainText(group.owner.name) })}</Alert>}
    </FormModal>
  )
}
