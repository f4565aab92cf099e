'use client'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Entity } from '#shared/contracts/entities.ts'
import { routes } from '#shared/contracts/routes.ts'
import { rootEntity } from '#shared/domain/people/entities.ts'
import { useApi } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { Page } from '../shell/page.tsx'
import { EntityForm } from './entity-form.tsx'
import { EntityRules } from './entity-rules.tsx'
import { useEntities } from './use-entities.ts'

type Open = { readonly kind: 'add' | 'edit' | 'delete'; readonly entity: Entity | null }

export const Entities = () => {
  const t = useTranslations('entities')
  const can = useCan()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const paths = usePaths()
  const { answer, entities, nameOf } = useEntities()
  const [chosen, setChosen] = useState<Entity | null>(null)
  const [closed, setClosed] = useState<readonly string[]>([])
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const childrenOf = (id: string) => entities.filter(({ parentId }) => parentId === id).sort((a, b) => a.name.localeCompare(b.name))
  const tops = entities.filter(({ parentId }) => !entities.some(({ id }) => id === parentId))
  const remove = async (entity: Entity) => {
    await api.call(routes.deleteEntity, { params: { id: entity.id } })
    await client.invalidateQueries({ queryKey: [routes.listEntities.path] })
    setChosen(null)
    tell({ type: 'success', text: t('deleted', { name: entity.name }) })
  }
  return (
    <Page title={t('title')}>
      <ContentLayout
        header={
          <Header variant="h1" description={t('help')}>
            {t('title')}
          </Header>
        }
      >
        <SpaceBetween size="l">
          <Table
            items={tops}
            trackBy="id"
            loading={!answer.data && !answer.error}
            loadingText={t('loading')}
            contentDensity="compact"
            selectionType="single"
            selectedItems={chosen ? entities.filter(({ id }) => id === chosen.id) : []}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0] ?? null)}
            ariaLabels={{
              tableLabel: t('title'),
              selectionGroupLabel: t('selection'),
              itemSelectionLabel: (_, entity) => t('selectOne', { name: nameOf(entity) }),
            }}
            expandableRows={{
              getItemChildren: ({ id }) => childrenOf(id),
              isItemExpandable: ({ id }) => childrenOf(id).length > 0,
              expandedItems: entities.filter(({ id }) => !closed.includes(id)),
              onExpandableItemToggle: ({ detail }) =>
                setClosed((before) => (detail.expanded ? before.filter((id) => id !== detail.item.id) : [...before, detail.item.id])),
            }}
            header={
              <Header
                counter={entities.length > 0 ? `(${entities.length})` : ''}
                actions={
                  can('entity:manage') && (
                    <SpaceBetween direction="horizontal" size="xs">
                      <ButtonDropdown
                        disabled={!chosen}
                        items={[
                          { id: 'edit', text: t('edit') },
                          { id: 'delete', text: t('delete'), disabled: chosen?.id === rootEntity },
                        ]}
                        onItemClick={({ detail }) => {
                          if (detail.id === 'edit' || detail.id === 'delete') setOpen({ kind: detail.id, entity: chosen })
                        }}
                      >
                        {t('actions')}
                      </ButtonDropdown>
                      <Button variant="primary" onClick={() => setOpen({ kind: 'add', entity: chosen })}>
                        {t('add')}
                      </Button>
                    </SpaceBetween>
                  )
                }
              >
                {t('tree')}
              </Header>
            }
            empty={
              answer.error ? (
                <Failure error={answer.error} onRetry={() => void answer.refetch()} />
              ) : (
                <Empty title={t('none')} help={t('noneHelp')} />
              )
            }
            columnDefinitions={[
              { id: 'name', header: t('name'), isRowHeader: true, cell: nameOf },
              ...(can('machine:list')
                ? [
                    {
                      id: 'machines',
                      header: t('machines'),
                      cell: ({ id }: Entity) => <AppLink href={paths.machinesOfEntity(id)}>{t('showMachines')}</AppLink>,
                    },
                  ]
                : []),
            ]}
          />
          {can('entity:manage') && <EntityRules />}
        </SpaceBetween>
      </ContentLayout>
      {(open?.kind === 'add' || open?.kind === 'edit') && (
        <EntityForm
          key={open.kind}
          entity={open.kind === 'edit' ? open.entity : null}
          under={open.entity?.id ?? tops[0]?.id ?? rootEntity}
          onClose={close}
        />
      )}
      {open?.kind === 'delete' && open.entity && (
        <Confirm
          title={t('deleteTitle', { name: open.entity.name })}
          action={t('delete')}
          onConfirm={() => (open.entity ? remove(open.entity) : Promise.resolve())}
          onClose={close}
        >
          <p>{t('deleteHelp')}</p>
        </Confirm>
      )}
    </Page>
  )
}
