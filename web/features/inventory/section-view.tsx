'use client'
import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import styles from './inventory.module.css'
import { RowTable } from './row-table.tsx'
import { type SectionId, sectionOf } from './sections.ts'
import { useSay } from './use-say.ts'

type Props = {
  readonly id: SectionId
  readonly record: InventoryRecord
  readonly name: string
  /** Whose it is now; null: as it once was, and nobody can say since when. */
  readonly machineId: string | null
}

/** One section of an inventory: what is told once, then the lists. */
export const SectionView = ({ id, record, name, machineId }: Props) => {
  const t = useTranslations('inventory')
  const say = useSay()
  const { facts, tables } = useMemo(() => sectionOf(id, record, say), [id, record, say])
  return (
    <SpaceBetween size="l">
      {facts.map((group) => (
        <SpaceBetween key={group.title} size="xs">
          <Header variant="h3">{t(group.title)}</Header>
          <KeyValuePairs
            columns={3}
            items={group.facts.map(({ label, text }) => ({
              label: t(label),
              value: text === null ? <Box color="text-body-secondary">{t('notSaid')}</Box> : <span className={styles.cell}>{text}</span>,
            }))}
          />
        </SpaceBetween>
      ))}
      {tables.map((table) => (
        <RowTable key={table.title} table={table} name={name} machineId={machineId} />
      ))}
    </SpaceBetween>
  )
}
