/** Pieces that several contracts share. */
import * as z from 'zod'

// Control characters, and the marks that reorder text on screen, never belong in a name.
const unsafeInText = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/u

/** One line of text a person typed: trimmed, without control characters or direction overrides. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !unsafeInText.test(text), 'must not contain control or direction-override characters')

/** Several lines of text: as `line`, but line breaks and tabs are welcome and it may be empty. */
export const prose = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !unsafeInText.test(text.replace(/[\r\n\t]/g, '')), 'must not contain control or direction-override characters')

/** An identifier that this product made: a ULID, or a name such as `local` for what `npm start` makes. */
export const Id = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/, 'must be an identifier: letters, digits, - and _, at most 64')

/** An execution's identifier: deployment, the machine's place in its list, the package's place; joined by dots. */
export const ExecutionId = z.string().regex(/^[0-9A-Za-z_-]{1,64}\.[0-9]{1,6}\.[0-9]{1,3}$/, 'must be an execution such as 01JD3Z7M5Q.0.0')

/** An instant in UTC, e.g. `2026-11-24T02:00:00.000Z`. */
export const Instant = z.iso.datetime({ message: 'must be an instant in UTC such as 2026-11-24T02:00:00Z' })

/** SHA-256 in lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal (64 characters)')

export const pageQuery = {
  cursor: z.string().max(2000).optional().meta({ description: 'Where to go on: `nextCursor` of the page before.' }),
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(100, 'must be at most 100')
    .default(50)
    .meta({ description: 'Rows a page, 1 to 100.' }),
}

/** A page of rows; `nextCursor` is null on the last one. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })
