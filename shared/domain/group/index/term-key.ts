/**
 * Where a term lies in the index. Equality, prefix and range of a field are each one query: the partition is the field
 * and a stretch of 16 chunks (122,880 machines), the sort key is the value and then the chunk within the stretch.
 */
import { type TermField, termFieldNames, termFields } from '../../inventory/terms.ts'

export const chunksInStretch = 16
export const stretchOf = (chunk: number): number => Math.floor(chunk / chunksInStretch)

/** Beside the fields of inventories: machines that exist at all, as NOT needs them. It has one value, the empty one. */
export const existing = '*'
/**
 * In which entity a machine is: what perimeters are made of. Nobody is offered it, and no dictionary knows its values,
 * which are ids.
 */
export const inEntity = 'Machine/Entity'
/** On which site a machine is, for the list of machines; as hidden as the entity. */
export const onSite = 'Machine/Site'
const hiddenFields = [existing, inEntity, onSite] as const
type HiddenField = (typeof hiddenFields)[number]
export type IndexField = TermField | HiddenField
/** No dictionary is kept of its values. */
export const isHidden = (field: IndexField): field is HiddenField => hiddenFields.some((hidden) => hidden === field)

export const allIndexFields: readonly IndexField[] = [...hiddenFields, ...termFieldNames]

const isNumber = (field: IndexField): boolean => !isHidden(field) && termFields[field] === 'number'

/** Lower than any character of a value, so that a value stands before those that it begins. */
const separator = '\u001f'
// The tab of pairs stays.
const unwanted = /(?!\t)\p{Cc}/gu

/** Letters in capitals and small are the same to whoever searches. */
export const foldText = (value: string): string => value.replace(unwanted, ' ').toLowerCase()

/** The number of digits goes first: the order of texts is then the order of numbers. */
const foldNumber = (value: string): string | null => {
  const digits = /^0*(\d{1,30})$/.exec(value.trim())?.[1]
  return digits === undefined ? null : `${String(digits.length).padStart(2, '0')}${digits}`
}

/** How a value is written in keys; null for what is no value of the field. */
export const foldedValue = (field: IndexField, value: string): string | null => (isNumber(field) ? foldNumber(value) : foldText(value))

/** What people see where the spelling is not known otherwise. */
export const unfoldedValue = (field: IndexField, folded: string): string => (isNumber(field) ? folded.slice(2) : folded)

export const termPartition = (field: IndexField, stretch: number): string => `TERM#${field}#${stretch}`

export const termKey = (field: IndexField, folded: string, chunk: number): { readonly pk: string; readonly sk: string } => ({
  pk: termPartition(field, stretchOf(chunk)),
  sk: `${folded}${separator}${(chunk % chunksInStretch).toString(16)}`,
})

/** Sort keys that begin so hold this value and no other. */
export const wholeValue = (folded: string): string => `${folded}${separator}`
/** Greater than every sort key of this value. */
export const afterValue = (folded: string): string => `${folded}${separator}g`

export const readTermKey = (sk: string, stretch: number): { readonly folded: string; readonly chunk: number } => ({
  folded: sk.slice(0, -2),
  chunk: stretch * chunksInStretch + Number.parseInt(sk.slice(-1), 16),
})
