'use client'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'

/** What tells two machines of one name apart. */
export const MachineWords = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('inventoryDoubts')
  const absolute = useAbsoluteTime()
  const { address, createdAt, lastInventoryAt } = machine
  const last = lastInventoryAt === null ? t('noInventory') : t('lastInventory', { at: absolute(lastInventoryAt) })
  return <>{[address, t('added', { at: absolute(createdAt) }), last].join(' · ')}</>
}

export const DoubtfulMachine = ({ id }: { readonly id: string }) => {
  const { data } = useAsk(routes.getMachine, { params: { id } })
  return data ? <MachineWords machine={data} /> : null
}
