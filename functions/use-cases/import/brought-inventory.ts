/** Sections of an inventory that somebody brings with a machine: what is not said is unknown, what is not known here is refused. */
import * as z from 'zod'
import { type InventoryRecord, InventorySections } from '#shared/contracts/inventory.ts'
import { emptyRecord } from '#shared/domain/inventory/empty-record.ts'

type Fault = { readonly path: string; readonly value: unknown; readonly message: string }
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Unknown names, anywhere in it. */
const strangersIn = (schema: unknown, value: unknown, path: string): Fault[] => {
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((entry, at) => strangersIn(schema.element, entry, `${path}/${at}`))
  if (!(schema instanceof z.ZodObject && isRecord(value))) return []
  const shape: Record<string, unknown> = schema.shape
  return Object.entries(value).flatMap(([name, inner]) =>
    Object.hasOwn(shape, name)
      ? strangersIn(shape[name], inner, `${path}/${name}`)
      : [{ path: `${path}/${name}`, value: undefined, message: `is not known here; must be one of ${Object.keys(shape).join(', ')}` }],
  )
}

/** With null for what may be unknown and was left out. */
const completed = (schema: unknown, value: unknown): unknown => {
  if (schema instanceof z.ZodArray && Array.isArray(value)) return value.map((entry) => completed(schema.element, entry))
  if (!(schema instanceof z.ZodObject && isRecord(value))) return value
  const shape: Record<string, unknown> = schema.shape
  return Object.fromEntries(
    Object.entries(shape).map(([name, inner]) => [name, name in value ? completed(inner, value[name]) : absent(inner)]),
  )
}
const absent = (schema: unknown): unknown => {
  if (schema instanceof z.ZodArray) return []
  if (schema instanceof z.ZodObject) return completed(schema, {})
  return null
}

export const broughtInventory = (
  sections: Readonly<Record<string, unknown>>,
  about: { readonly name: string; readonly tag: string | null; readonly deviceId: string; readonly at: string },
): { readonly record: InventoryRecord } | { readonly faults: readonly Fault[] } => {
  const strangers = strangersIn(InventorySections, sections, 'inventory')
  const parsed = InventorySections.safeParse(completed(InventorySections, sections), { reportInput: true })
  if (strangers.length > 0 || !parsed.success)
    return {
      faults: [
        ...strangers,
        ...(parsed.error?.issues ?? []).map(({ path, input, message }) => ({
          path: ['inventory', ...path].join('/'),
          value: input,
          message,
        })),
      ],
    }
  const source = { family: 'import' as const, version: null, deviceId: about.deviceId, tag: about.tag }
  const { general, ...others } = parsed.data
  return { record: { ...emptyRecord(source, about.at), ...others, general: { ...general, name: general.name ?? about.name } } }
}
