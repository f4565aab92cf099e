'use client'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { Group } from '#shared/contracts/groups.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { When } from '../../ui/when.tsx'
import { plainText } from '../log/plain-text.ts'
import { useCan } from '../session/session.tsx'
import { GroupCount } from './group-count.tsx'
import { GroupMenu } from './group-menu.tsx'
import { KindWord } from './kind-word.tsx'
import { SharedWith } from './shared-with.tsx'

export const useGroupColumns = (): TableProps<Group>['columnDefinitions'] => {
  const t = useTranslations('groups')
  const can = useCan()
  const paths = usePaths()
  return [
    {
      id: 'name',
      header: t('name'),
      isRowHeader: true,
      minWidth: 180,
      cell: ({ id, name }) => <AppLink href={paths.group(id)}>{plainText(name)}</AppLink>,
    },
    { id: 'kind', header: t('kind'), minWidth: 160, cell: (group) => <KindWord group={group} /> },
    { id: 'machines', header: t('machines'), minWidth: 110, cell: ({ id }) => <GroupCount id={id} /> },
    { id: 'owner', header: t('owner'), minWidth: 120, cell: ({ isMine, owner }) => (isMine ? t('me') : plainText(owner.name)) },
    { id: 'shares', header: t('sharedWith'), minWidth: 160, cell: ({ shares }) => <SharedWith shares={shares} /> },
    { id: 'visible', header: t('visibility'), minWidth: 100, cell: ({ visible }) => t(visible ? 'visible' : 'hidden') },
    { id: 'updated', header: t('changed'), minWidth: 120, cell: ({ updatedAt }) => <When at={updatedAt} past /> },
    {
      id: 'actions',
      header: t('actions'),
      minWidth: 130,
      cell: (group) => (
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          {can('deployment:create') && (
            <AppLink href={paths.deployOnGroup(group.id)} ariaLabel={t('deployOne', { name: group.name })}>
              {t('deploy')}
            </AppLink>
          )}
          <GroupMenu group={group} />
        </SpaceBetween>
      ),
    },
  ]
}
