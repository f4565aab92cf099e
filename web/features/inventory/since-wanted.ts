/** What is asked to know since when a machine has an entry. Pure. */
import { InventorySinceQuery } from '#shared/contracts/inventory-views.ts'
import type { EntryOf, ListSection } from '#shared/domain/inventory/entries.ts'

/** `version`: of a program, or the value in the registry; null where there is none, or one too long to ask for. */
export type SinceWanted = { readonly section: InventorySinceQuery['section']; readonly name: string; readonly version: string | null }

/** null: nothing by which the service would find it again. */
export const sinceWanted = (section: ListSection, entry: EntryOf<ListSection>): SinceWanted | null => {
  const name = 'mount' in entry ? entry.mount : 'name' in entry ? entry.name : ''
  const version = 'version' in entry ? entry.version : 'value' in entry ? entry.value : null
  const asked = InventorySinceQuery.safeParse({ section, name, ...(version ? { version } : {}) })
  if (asked.success) return { section: asked.data.section, name, version: asked.data.version ?? null }
  const withoutVersion = InventorySinceQuery.safeParse({ section, name })
  return withoutVersion.success ? { section: withoutVersion.data.section, name, version: null } : null
}
