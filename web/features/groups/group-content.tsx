'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Group } from '#shared/contracts/groups.ts'
import { usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { QuickDeploy } from '../deploy/quick-deploy.tsx'
import type { Chosen } from '../machines/chosen.ts'
import { filterIn, isFiltered, noFilter } from '../machines/list-filter.ts'
import { MachineTable } from '../machines/machine-table.tsx'
import { useCan } from '../session/session.tsx'
import { RemoveFromGroup } from './remove-from-group.tsx'

const emptyHelp = { static: 'emptyStatic', request: 'emptyRequest', result: 'emptyResult' } as const

/** The machines of a group, with all that the list of machines can do to show them. */
export const GroupContent = ({ group }: { readonly group: Group }) => {
  const t = useTranslations('groups')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const address = useAddressQuery()
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [open, setOpen] = useState<'deploy' | 'remove' | null>(null)
  const filter = filterIn(address.get)
  const removing = can('group:edit') && group.mode !== 'request'
  const deploying = can('deployment:create')
  const edit = () => router.push(paths.editGroup(group.id))
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      {group.kind === 'static' && can('group:edit') && <Button onClick={edit}>{t('changeMembers')}</Button>}
      {removing && (
        <Button disabled={chosen.length === 0} onClick={() => setOpen('remove')}>
          {t('remove')}
        </Button>
      )}
      {deploying && (
        <Button disabled={chosen.length === 0} onClick={() => setOpen('deploy')}>
          {t('deployChosen')}
        </Button>
      )}
    </SpaceBetween>
  )
  const ofKind = group.mode ?? 'static'
  return (
    <>
      <MachineTable
        variant="borderless"
        groupId={group.id}
        chosen={chosen}
        {...(removing || deploying ? { onChosen: setChosen } : {})}
        header={
          <Header variant="h3" counter={chosen.length > 0 ? t('chosen', { count: chosen.length }) : ''} actions={actions}>
            {t('content')}
          </Header>
        }
        empty={
          isFiltered(filter) ? (
            <Empty title={t('noMachineMatches')} action={<Button onClick={() => address.set(noFilter)}>{t('clearFilter')}</Button>} />
          ) : (
            <Empty
              title={t('noMachine')}
              help={t(emptyHelp[ofKind])}
              action={can('group:edit') ? <Button onClick={edit}>{t(ofKind === 'static' ? 'changeMembers' : 'edit')}</Button> : null}
            />
          )
        }
      />
      {open === 'deploy' && <QuickDeploy machines={chosen} item={null} onClose={() => setOpen(null)} />}
      {open === 'remove' && (
        <RemoveFromGroup group={group} machines={chosen} onRemoved={() => setChosen([])} onClose={() => setOpen(null)} />
      )}
    </>
  )
}
