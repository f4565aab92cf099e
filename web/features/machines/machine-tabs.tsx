'use client'
import Tabs from '@cloudscape-design/components/tabs'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { InventoryTab } from '../inventory/inventory-tab.tsx'
import { useCan } from '../session/session.tsx'
import { BundleTab } from './bundle-tab.tsx'
import { DeployTab } from './deploy-tab.tsx'
import { MachineHistory } from './machine-history.tsx'

/** What can be done with a machine, what goes on, and what was: the manual's tabs. The one that is open stands in the address. */
export const MachineTabs = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('machines')
  const can = useCan()
  const address = useAddressQuery()
  const deploying = can('deployment:create') && can('package:list')
  const tabs = [
    ...(deploying
      ? [
          { id: 'deploy', label: t('deployTab'), content: <DeployTab machine={machine} /> },
          { id: 'bundle', label: t('bundleTab'), content: <BundleTab machine={machine} /> },
        ]
      : []),
    ...(can('deployment:list')
      ? [
          { id: 'logs', label: t('logs'), content: <MachineHistory machineId={machine.id} part="running" /> },
          { id: 'history', label: t('history'), content: <MachineHistory machineId={machine.id} part="ended" /> },
        ]
      : []),
    ...(can('inventory:read') ? [{ id: 'inventory', label: t('inventoryTab'), content: <InventoryTab machine={machine} /> }] : []),
  ]
  const open = address.get('tab')
  if (tabs.length === 0) return null
  return (
    <Tabs
      variant="container"
      tabs={tabs}
      activeTabId={tabs.some(({ id }) => id === open) ? open : (tabs[0]?.id ?? '')}
      onChange={({ detail }) =>
        address.set({ tab: detail.activeTabId, state: '', section: '', at: '', view: '', against: '', with: '', from: '', to: '' })
      }
    />
  )
}
