/** Values that a schema may refuse, for each place in it: what contracts say by themselves is found by asking them. */
import type * as z from 'zod'

const anywhere: readonly unknown[] = [undefined, null, '', ' ', '-', '\u0007', 'x'.repeat(30_000), -1, 0.5, 1e12, true, [], {}]
const unwrapped = ['innerType', 'in', 'element'] as const

type Definition = {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly options?: readonly z.ZodType[]
} & { readonly [K in (typeof unwrapped)[number]]?: z.ZodType }

export const hostile = (schema: z.ZodType): unknown[] => {
  const { type, shape, options, innerType, in: before, element } = schema.def as unknown as Definition
  if (shape) return [...anywhere, ...Object.entries(shape).flatMap(([name, inner]) => hostile(inner).map((value) => ({ [name]: value })))]
  if (element) return [...anywhere, ...hostile(element).map((value) => [value]), Array.from({ length: 20_000 }, (_, at) => `x${at}`)]
  if (options) return options.flatMap(hostile)
  const inner = type === 'pipe' ? before : innerType
  return inner ? hostile(inner) : [...anywhere]
}

/** All that it says of them. */
export const faultsOf = (schema: z.ZodType): string[] => [
  ...new Set(
    hostile(schema).flatMap((value) =>
      (schema.safeParse(value).error?.issues ?? []).map(({ code, message }) =>
        code === 'unrecognized_keys' ? 'is not known here' : message,
      ),
    ),
  ),
]
