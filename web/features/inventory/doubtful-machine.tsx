'use client'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'

/** What tells two machines of one name apart. */
export const DoubtfulMachine = ({ id }: { readonly id: string }) => {
  const t = useTranslations('inventoryDoubts')
  const absolute = useAbsoluteTime()
  const { data } = useAsk(routes.getMachine, { params: { id } })
  if (!data) return null
  const { address, createdAt, lastInventoryAt } = data
  const last = lastInventoryAt === null ? t('noInventory') : t('lastInventory', { at: absolute(lastInventoryAt) })
  return <>{[address, t('added', { at: absolute(createdAt) }), last].join(' · ')}</>
}
