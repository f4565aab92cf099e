'use client'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { InventoryDoubt } from '#shared/contracts/inventory-views.ts'
import { useCan } from '../session/session.tsx'
import { type Decision, decisionsFor } from './decisions.ts'

type Props = { readonly doubt: InventoryDoubt; readonly onDecide: (decision: Decision) => void }

export const DoubtActions = ({ doubt, onDecide }: Props) => {
  const t = useTranslations('inventoryDoubts')
  const can = useCan()
  if (!can('inventory:decide')) return null
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {decisionsFor(doubt).map((decision) => (
        <Button key={decision} variant="inline-link" onClick={() => onDecide(decision)}>
          {t(decision)}
        </Button>
      ))}
    </SpaceBetween>
  )
}
