'use client'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Machine } from '#shared/contracts/machines.ts'
import { usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { QuickDeploy } from '../deploy/quick-deploy.tsx'
import { MoveToEntity } from '../entities/move-to-entity.tsx'
import { AddToGroup } from '../groups/add-to-group.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { AcceptHostKey } from './accept-host-key.tsx'
import type { Chosen } from './chosen.ts'
import { DeleteMachines } from './delete-machines.tsx'
import { ListActions } from './list-actions.tsx'
import { filterIn, isFiltered, noFilter } from './list-filter.ts'
import { MachineForm } from './machine-form.tsx'
import { MachineTable } from './machine-table.tsx'
import { useCheckNow } from './use-check-now.ts'

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'accept'; readonly machine: Machine }
  | { readonly kind: 'delete' | 'move' | 'group' }

export const Machines = () => {
  const t = useTranslations('machines')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const address = useAddressQuery()
  const checkNow = useCheckNow()
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [known, setKnown] = useState<readonly Machine[]>([])
  const [open, setOpen] = useState<Open | null>(null)
  const [quick, setQuick] = useState(false)
  const close = () => setOpen(null)
  const only = chosen.length === 1 ? (known.find(({ id }) => id === chosen[0]?.id) ?? null) : null
  const filter = filterIn(address.get)
  const filtered = isFiltered(filter)

  const more = [
    { id: 'edit', text: t('edit'), disabled: !only || !can('machine:edit') },
    { id: 'accept', text: t('acceptKey'), disabled: !only?.refusedHostKey || !can('machine:edit') },
    { id: 'group', text: t('addToGroup'), disabled: chosen.length === 0 || !can('group:edit') },
    { id: 'move', text: t('moveToEntity'), disabled: chosen.length === 0 || !can('machine:edit') },
    { id: 'delete', text: t('delete'), disabled: chosen.length === 0 || !can('machine:delete') },
  ]
  const act = (id: string) => {
    if (id === 'delete' || id === 'move' || id === 'group') setOpen({ kind: id })
    if ((id === 'edit' || id === 'accept') && only) setOpen({ kind: id, machine: only })
  }
  const addButton = can('machine:create') ? (
    <Button key="add" iconName="add-plus" onClick={() => setOpen({ kind: 'add' })}>
      {t('add')}
    </Button>
  ) : null
  return (
    <Page title={t('title')} wide>
      <MachineTable
        variant="full-page"
        chosen={chosen}
        onChosen={(next, onThisPage) => {
          setChosen(next)
          setKnown(onThisPage)
        }}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={chosen.length > 0 ? t('chosen', { count: chosen.length }) : ''}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {(can('machine:edit') || can('machine:delete') || can('group:edit')) && (
                  <ButtonDropdown items={more} disabled={chosen.length === 0} onItemClick={({ detail }) => act(detail.id)}>
                    {t('actions')}
                  </ButtonDropdown>
                )}
                {can('machine:probe') && (
                  <Button
                    iconName="refresh"
                    disabled={chosen.length === 0}
                    loading={checkNow.busy}
                    onClick={() => void checkNow.check(chosen)}
                  >
                    {t('checkNow')}
                  </Button>
                )}
                {addButton}
                <ListActions filter={filter} />
                {can('deployment:create') && filtered && (
                  <Button onClick={() => router.push(paths.deploy({ filter }))}>{t('deployMatching')}</Button>
                )}
                {can('deployment:create') && (
                  <Button variant="primary" disabled={chosen.length === 0} onClick={() => setQuick(true)}>
                    {t('deploy')}
                  </Button>
                )}
              </SpaceBetween>
            }
          >
            {t('title')}
          </Header>
        }
        empty={
          filtered ? (
            <Empty
              title={t('noMatch')}
              help={t('noMatchHelp')}
              action={<Button onClick={() => address.set(noFilter)}>{t('clearFilter')}</Button>}
            />
          ) : (
            <Empty title={t('none')} help={t('noneHelp')} action={addButton} />
          )
        }
      />
      {quick && <QuickDeploy machines={chosen} item={null} onClose={() => setQuick(false)} />}
      {open?.kind === 'add' && <MachineForm machine={null} onClose={close} />}
      {open?.kind === 'edit' && <MachineForm machine={open.machine} onClose={close} />}
      {open?.kind === 'accept' && <AcceptHostKey machine={open.machine} onClose={close} />}
      {open?.kind === 'move' && <MoveToEntity machines={chosen} onMoved={() => setChosen([])} onClose={close} />}
      {open?.kind === 'group' && <AddToGroup machines={chosen} onAdded={() => setChosen([])} onClose={close} />}
      {open?.kind === 'delete' && <DeleteMachines machines={chosen} onDeleted={() => setChosen([])} onClose={close} />}
    </Page>
  )
}
