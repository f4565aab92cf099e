'use client'
import Tabs from '@cloudscape-design/components/tabs'
import { useTranslations } from 'next-intl'
import type { GroupWithCount } from '#shared/contracts/groups.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { filterNames } from '../deployments/deployment-filter.ts'
import { useCan } from '../session/session.tsx'
import { GroupContent } from './group-content.tsx'
import { GroupCriteria } from './group-criteria.tsx'
import { GroupHistory } from './group-history.tsx'
import { GroupInventory } from './group-inventory.tsx'

/** What the tabs keep in the address beside their own name; none of it is the next one's. */
const ofTabs = [...filterNames, 'site', 'entity', 'system', 'seen', 'field', 'begins', 'first', 'order']

/** A group's machines, their inventory, what was deployed on it and what it is made of. The one that is open stands in the address. */
export const GroupTabs = ({ group }: { readonly group: GroupWithCount }) => {
  const t = useTranslations('groups')
  const can = useCan()
  const address = useAddressQuery()
  const tabs = [
    ...(can('machine:list') ? [{ id: 'content', label: t('content'), content: <GroupContent group={group} /> }] : []),
    ...(can('inventory:read') ? [{ id: 'inventory', label: t('inventory'), content: <GroupInventory group={group} /> }] : []),
    ...(can('deployment:list') ? [{ id: 'history', label: t('history'), content: <GroupHistory group={group} /> }] : []),
    ...(group.kind === 'dynamic' ? [{ id: 'criteria', label: t('criteria'), content: <GroupCriteria group={group} /> }] : []),
  ]
  const open = address.get('tab')
  if (tabs.length === 0) return null
  return (
    <Tabs
      variant="container"
      tabs={tabs}
      activeTabId={tabs.some(({ id }) => id === open) ? open : (tabs[0]?.id ?? '')}
      onChange={({ detail }) => address.set({ ...Object.fromEntries(ofTabs.map((name) => [name, ''])), tab: detail.activeTabId })}
    />
  )
}
