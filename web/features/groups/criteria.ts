/** Criteria of dynamic groups as a form holds them. Pure. */
import type { Criterion, ShownCriterion } from '#shared/contracts/groups.ts'
import { type TermField, termFieldNames, termFields } from '#shared/domain/inventory/terms.ts'

/** The manual's fields, which most groups are made of. */
export const usualFields: readonly TermField[] = [
  'Software/ProductName',
  'Software/Products',
  'Machine/Name',
  'Hardware/OperatingSystem',
  'Hardware/ProcessorType',
  'Drive/TotalSpace',
]
export const otherFields: readonly TermField[] = termFieldNames.filter((name) => !usualFields.includes(name))

/** As the API takes it: without the name that it answered with. */
export const asAsked = (criterion: ShownCriterion): Criterion =>
  criterion.module === 'inventory' ? criterion : { module: 'dyngroup', field: 'groupname', groupId: criterion.groupId }

export const typeOf = (field: TermField): 'text' | 'number' | 'pair' => termFields[field]

/** Fields whose numbers are bytes. */
const inBytes: readonly TermField[] = ['Hardware/Memory', 'Drive/TotalSpace']
export const isSize = (field: TermField): boolean => inBytes.includes(field)

/** Powers of 1,024, as operating systems show memory and disks. */
export const sizeUnits = { MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const
export type SizeUnit = keyof typeof sizeUnits
export const isSizeUnit = (name: string): name is SizeUnit => Object.hasOwn(sizeUnits, name)

/** `1,5` and GiB as bytes; what is no amount stays as it is, for the contract to refuse. */
export const bytesOf = (typed: string, unit: SizeUnit): string => {
  const amount = /^\d+(?:[.,]\d+)?$/.test(typed.trim()) ? Number(typed.trim().replace(',', '.')) : Number.NaN
  return Number.isNaN(amount) ? typed : String(Math.round(amount * sizeUnits[unit]))
}

/** Bytes as they are typed: in the largest unit that leaves them whole, else in MiB. */
export const typedSize = (bytes: string): { readonly typed: string; readonly unit: SizeUnit } => {
  const amount = /^\d+$/.test(bytes) ? Number(bytes) : Number.NaN
  if (Number.isNaN(amount)) return { typed: bytes, unit: 'GiB' }
  const unit = (['TiB', 'GiB'] as const).find((one) => amount > 0 && amount % sizeUnits[one] === 0) ?? 'MiB'
  return { typed: String(amount / sizeUnits[unit]), unit }
}
