'use client'
/** What can be done with a group, by right: in its row of the list, and on its page. */
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { fileNameOf } from '../deployments/export-report.ts'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { DeleteGroup } from './delete-group.tsx'
import { ShareGroup } from './share-group.tsx'
import { useResultActions } from './use-result-actions.ts'

type Props = {
  readonly group: Group
  /** On its own page: what the page shows is no action there. */
  readonly onPage?: boolean
  readonly onDeleted?: () => void
}

export const GroupMenu = ({ group, onPage = false, onDeleted }: Props) => {
  const t = useTranslations('groups')
  const can = useCan()
  const api = useApi()
  const router = useRouter()
  const paths = usePaths()
  const { tellFailure } = useNotices()
  const result = useResultActions(group)
  const [open, setOpen] = useState<'share' | 'delete' | null>(null)
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    await api
      .call(routes.exportMachines, { query: { groupId: group.id } })
      .then((text) => saveFile(text, fileNameOf(group.name), 'text/csv'))
      .catch(tellFailure)
    setBusy(false)
  }
  const views: ButtonDropdownProps.Item[] = onPage
    ? []
    : [
        ...(can('machine:list') ? [{ id: 'content', text: t('content') }] : []),
        ...(can('inventory:read') ? [{ id: 'inventory', text: t('inventory') }] : []),
        ...(can('deployment:list') ? [{ id: 'history', text: t('history') }] : []),
      ]
  const items: ButtonDropdownProps.Item[] = [
    ...views,
    ...(can('group:edit') ? [{ id: 'edit', text: t('edit') }, ...result.items] : []),
    ...(can('group:share') ? [{ id: 'share', text: t('share') }] : []),
    ...(can('machine:list') ? [{ id: 'csv', text: t('csv') }] : []),
    ...(can('group:delete')
      ? [{ id: 'delete', text: t('delete'), disabled: !group.mayDelete, ...(group.mayDelete ? {} : { disabledReason: t('ownerDeletes') }) }]
      : []),
  ]
  const act = (id: string) => {
    switch (id) {
      case 'content':
      case 'inventory':
      case 'history':
        return router.push(paths.group(group.id, id))
      case 'edit':
        return router.push(paths.editGroup(group.id))
      case 'share':
      case 'delete':
        return setOpen(id)
      case 'csv':
        return void download()
      default:
        return void result.act(id)
    }
  }
  return (
    <>
      <ButtonDropdown
        {...(onPage ? {} : { variant: 'inline-icon', ariaLabel: t('actionsOf', { name: group.name }) })}
        items={items}
        loading={busy || result.busy}
        expandToViewport
        onItemClick={({ detail }) => act(detail.id)}
      >
        {onPage ? t('actions') : undefined}
      </ButtonDropdown>
      {open === 'share' && <ShareGroup group={group} onClose={() => setOpen(null)} />}
      {open === 'delete' && <DeleteGroup group={group} onDeleted={() => onDeleted?.()} onClose={() => setOpen(null)} />}
    </>
  )
}
