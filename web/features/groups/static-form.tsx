'use client'
/** A group whose machines are chosen: the list on one side, the members on the other, moved between them. */
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CreateGroup, type GroupWithCount } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { faultUnder } from '../../ui/fault-under.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useForm } from '../../ui/use-form.ts'
import type { Chosen } from '../machines/chosen.ts'
import { filterIn, isFiltered, noFilter } from '../machines/list-filter.ts'
import { MachineTable } from '../machines/machine-table.tsx'
import { GroupFields } from './group-fields.tsx'
import { GroupForm } from './group-form.tsx'
import { Members } from './members.tsx'
import { isChanged, unchanged, withAdded, withRemoved } from './membership.ts'
import { useAllShown } from './use-all-shown.ts'
import { useGroupSaved } from './use-group-saved.ts'

/** null: a new one. */
export const StaticForm = ({ group }: { readonly group: GroupWithCount | null }) => {
  const t = useTranslations('groupForm')
  const api = useApi()
  const saved = useGroupSaved()
  const address = useAddressQuery()
  const filter = filterIn(address.get)
  const [membership, setMembership] = useState(unchanged)
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const all = useAllShown(filter, (machines) => setMembership((before) => withAdded(before, machines)))
  const ids = (machines: readonly Chosen[]) => machines.map(({ id }) => id)
  const form = useForm({
    initial: { name: group?.name ?? '', description: group?.description ?? '', visible: group?.visible ?? false },
    schema: CreateGroup,
    body: (typed) => ({ kind: 'static', ...typed, machineIds: ids(membership.added) }),
    send: async (body) => {
      if (group === null) return saved(await api.call(routes.createGroup, { body }))
      const { name, description, visible } = body
      const params = { id: group.id }
      const edited = await api.call(routes.editGroup, { params, body: { name, description, visible } })
      if (isChanged(membership))
        await api.call(routes.changeGroupMembers, {
          params,
          body: { add: ids(membership.added), remove: ids(membership.removed) },
        })
      return saved(edited)
    },
  })
  const add = () => {
    setMembership(withAdded(membership, chosen))
    setChosen([])
  }
  const filtered = isFiltered(filter)
  return (
    <GroupForm
      title={group ? t('editTitle', { name: group.name }) : t('staticTitle')}
      help={t('staticHelp')}
      action={t(group ? 'save' : 'create')}
      busy={form.busy}
      error={form.error}
      sentence={t('willHave', { count: (group?.count ?? 0) + membership.added.length - membership.removed.length })}
      onSubmit={() => void form.submit()}
    >
      <SpaceBetween size="l">
        <Container>
          <GroupFields
            values={form.values}
            faults={form.faults}
            onChange={({ name, description, visible }) => {
              if (name !== undefined) form.set('name', name)
              if (description !== undefined) form.set('description', description)
              if (visible !== undefined) form.set('visible', visible)
            }}
          />
        </Container>
        <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
          <MachineTable
            brief
            chosen={chosen}
            onChosen={setChosen}
            header={
              <Header
                variant="h2"
                counter={chosen.length > 0 ? t('chosen', { count: chosen.length }) : ''}
                actions={
                  <SpaceBetween direction="horizontal" size="xs">
                    <Button formAction="none" loading={all.busy} onClick={() => void all.take()}>
                      {t(filtered ? 'addAllShown' : 'addAll')}
                    </Button>
                    <Button formAction="none" disabled={chosen.length === 0} onClick={add}>
                      {t('addChosen')}
                    </Button>
                  </SpaceBetween>
                }
              >
                {t('allMachines')}
              </Header>
            }
            empty={
              <Empty
                title={t('noMachineFound')}
                action={filtered ? <Button onClick={() => address.set(noFilter)}>{t('clearFilter')}</Button> : null}
              />
            }
          />
          <SpaceBetween size="xs">
            {faultUnder(form.faults, 'machineIds') !== '' && <Box color="text-status-error">{faultUnder(form.faults, 'machineIds')}</Box>}
            <Members
              group={group}
              membership={membership}
              onAdd={(machines) => setMembership(withAdded(membership, machines))}
              onRemove={(machines) => setMembership(withRemoved(membership, machines))}
            />
          </SpaceBetween>
        </Grid>
      </SpaceBetween>
    </GroupForm>
  )
}
