/** Fields of inventories, their values, and how many machines have each. */
import * as z from 'zod'
import { type TermField, termFieldAliases, termFieldNames } from '../domain/inventory/terms.ts'
import { Id, page, pageQuery } from './common.ts'

const names: readonly string[] = [...termFieldNames, ...Object.keys(termFieldAliases)]
const isField = (name: string): name is TermField => termFieldNames.some((field) => field === name)

/** By its name, or by the one that Pulse 2 had for it. */
export const FieldName = z
  .string()
  .refine((name) => names.includes(name), 'must be a field such as Software/ProductName; GET /inventory/fields lists them')
  .transform((name, context): TermField => {
    const field = termFieldAliases[name] ?? name
    if (isField(field)) return field
    context.addIssue({ code: 'custom', message: 'must be a field' })
    return z.NEVER
  })
  .meta({ type: 'string', description: 'A field, e.g. `Software/ProductName`.' })

export const InventoryField = z
  .object({
    name: z.enum(termFieldNames),
    type: z.enum(['text', 'number', 'pair']).meta({ description: 'pair: two values of one entry, e.g. a product and its version.' }),
    aliases: z.array(z.string()),
  })
  .meta({ id: 'InventoryField' })
export type InventoryField = z.infer<typeof InventoryField>
export const InventoryFields = z.object({ items: z.array(InventoryField) })

/** `second`: of fields that are pairs. */
export const FieldValue = z.object({ value: z.string(), second: z.string().nullable() }).meta({ id: 'FieldValue' })
export type FieldValue = z.infer<typeof FieldValue>

export const SuggestionsQuery = z.object({
  field: FieldName,
  text: z
    .string()
    .trim()
    .min(3, 'must have at least 3 characters')
    .max(200, 'must have at most 200 characters')
    .meta({ description: 'Any part of a value; capitals and small letters are the same.' }),
})
export const Suggestions = z.object({ items: z.array(FieldValue) })

const which = {
  field: FieldName,
  begins: z.string().min(1).max(300).optional().meta({ description: 'Only values that begin so.' }),
  first: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .meta({ description: 'Of a pair: only those with exactly this first value, e.g. all versions of one product.' }),
  entityId: Id.optional().meta({ description: 'Counted over the machines of this entity and of those under it.' }),
  groupId: Id.optional().meta({ description: 'Counted over the machines of this group.' }),
}
export const FieldValuesQuery = z.object({
  ...which,
  order: z
    .enum(['value', 'machines'])
    .optional()
    .meta({ description: '`machines`: what most machines have comes first; all values are read for it. Otherwise in alphabetical order.' }),
  ...pageQuery,
})
export type FieldValuesQuery = z.infer<typeof FieldValuesQuery>
export const ExportFieldValuesQuery = z.object(which)
export type ExportFieldValuesQuery = z.infer<typeof ExportFieldValuesQuery>

export const CountedFieldValue = FieldValue.extend({ machines: z.int().positive() }).meta({ id: 'CountedFieldValue' })
export type CountedFieldValue = z.infer<typeof CountedFieldValue>

export const CountedFieldValues = page(CountedFieldValue).extend({
  totals: z
    .object({ values: z.int(), machines: z.int().meta({ description: 'The sum over all values: a machine that has two counts twice.' }) })
    .nullable()
    .meta({ description: 'Over all pages, where `order` is `machines`.' }),
})
