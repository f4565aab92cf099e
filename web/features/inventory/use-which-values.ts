'use client'
import type { ExportFieldValuesQuery, InventoryField } from '#shared/contracts/terms.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { narrowing } from './field-value.ts'

const firstField = 'Software/ProductName'

type Which = { readonly field: InventoryField | undefined; readonly which: ExportFieldValuesQuery | undefined }

/** Which values the address asks for, over the machines of a group where one is named; nothing while the fields are not known. */
export const useWhichValues = (fields: readonly InventoryField[], groupId: string | null = null): Which => {
  const { get } = useAddressQuery()
  const wanted = get('field') || firstField
  const field = fields.find(({ name }) => name === wanted) ?? fields[0]
  const entityId = get('entity')
  const which = field && {
    field: field.name,
    ...narrowing(field.type, get('begins'), get('first')),
    ...(entityId === '' ? {} : { entityId }),
    ...(groupId === null ? {} : { groupId }),
  }
  return { field, which }
}
