/** A file that a person chose, as the API takes it. Pure. */
import { type ImportBody, mostImportBytes } from '#shared/contracts/machine-import.ts'

export type ReadList =
  | { readonly kind: 'list'; readonly body: ImportBody }
  | { readonly kind: 'fault'; readonly fault: 'empty' | 'large' | 'json' }

/** What begins like a list in JSON is one; anything else is CSV. */
export const readList = (text: string): ReadList => {
  const bare = text.replace(/^\ufeff/, '').trim()
  if (bare === '') return { kind: 'fault', fault: 'empty' }
  if (new Blob([bare]).size > mostImportBytes) return { kind: 'fault', fault: 'large' }
  if (!bare.startsWith('[')) return { kind: 'list', body: bare }
  try {
    const list: unknown = JSON.parse(bare)
    return Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null)
      ? { kind: 'list', body: list }
      : { kind: 'fault', fault: 'json' }
  } catch {
    return { kind: 'fault', fault: 'json' }
  }
}
