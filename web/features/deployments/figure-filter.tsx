'use client'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useFigureWords } from './use-figure-words.ts'

/** Which figure of the report, and of which package, the list is narrowed to; each can be taken off. */
export const FigureFilter = ({ deployment }: { readonly deployment: Deployment }) => {
  const t = useTranslations('executions')
  const word = useFigureWords()
  const address = useAddressQuery()
  const standing = address.get('standing')
  const place = address.get('place')
  const figure = address.get('figure')
  const item = deployment.packages.find((one) => String(one.place) === place)
  const tokens = [
    ...(standing === ''
      ? []
      : [{ label: figure === '' ? standing : figure.split('/').map(word).join(' › '), off: { standing: '', figure: '' } }]),
    ...(place === '' ? [] : [{ label: item ? `${item.label} ${item.version}` : t('afterBundle'), off: { place: '' } }]),
  ]
  if (tokens.length === 0) return null
  return (
    <TokenGroup
      items={tokens.map(({ label }) => ({ label, dismissLabel: t('takeOff', { filter: label }) }))}
      onDismiss={({ detail }) => address.set(tokens[detail.itemIndex]?.off ?? {})}
    />
  )
}
