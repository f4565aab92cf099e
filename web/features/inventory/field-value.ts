/** Values of fields over the fleet, in the units of the page. Pure. */
import type { FieldValue, InventoryField } from '#shared/contracts/terms.ts'
import { plainText } from '../log/plain-text.ts'
import type { Amounts } from './amounts.ts'

type FieldKind = InventoryField['type']

/** Numbers that are not bytes. */
const plainCounts: readonly InventoryField['name'][] = ['Hardware/ProcessorCores']

export const valueText = (field: InventoryField['name'], kind: FieldKind, value: string, amounts: Amounts): string => {
  if (kind !== 'number') return plainText(value)
  const amount = plainCounts.includes(field) ? amounts.count(Number(value)) : amounts.size(Number(value))
  return amount ?? ''
}

/** What narrows a field: numbers have no beginnings, and only pairs have a first value. */
export const narrowing = (kind: FieldKind | null, begins: string, first: string): { readonly begins?: string; readonly first?: string } => {
  if (kind === 'pair' && first !== '') return { first }
  return kind !== null && kind !== 'number' && begins !== '' ? { begins } : {}
}

export const rowId = ({ value, second }: FieldValue): string => JSON.stringify([value, second])
