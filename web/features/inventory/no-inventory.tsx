'use client'
import Box from '@cloudscape-design/components/box'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { inventoryRealm } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import { Empty } from '../../ui/empty.tsx'
import { useSession } from '../session/session.tsx'

/** No agent of the machine has sent anything yet: what to tell one. */
export const NoInventory = ({ siteId }: { readonly siteId: string }) => {
  const t = useTranslations('inventory')
  const { installation } = useSession()
  const server = new URL(`${installation.api}${routes.uploadInventory.path}`, location.href).href
  return (
    <SpaceBetween size="m">
      <Empty title={t('none')} help={t('noneHelp')} />
      <KeyValuePairs
        columns={3}
        items={[
          { label: t('agentServer'), value: <Box variant="code">{server}</Box> },
          { label: t('agentUser'), value: <Box variant="code">{siteId}</Box> },
          { label: t('agentRealm'), value: <Box variant="code">{inventoryRealm}</Box> },
          { label: t('agentPassword'), value: t('agentPasswordHelp') },
          { label: t('agentOnLan'), value: t('agentOnLanHelp') },
        ]}
      />
    </SpaceBetween>
  )
}
