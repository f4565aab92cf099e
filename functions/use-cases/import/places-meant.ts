/** Sites and entities as a list of machines names them. */
import { rootEntity } from '#shared/domain/people/entities.ts'
import type { EntityRecord } from '../../adapters/entities.ts'
import type { SiteRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'

export const allSites = async ({ sites }: { readonly sites: Pick<SiteStore, 'list'> }): Promise<SiteRecord[]> => {
  const found: SiteRecord[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await sites.list(100, cursor)
    found.push(...page.items)
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

export const siteMeant = (sites: readonly SiteRecord[], said: string): SiteRecord | null => {
  const byId = sites.find(({ id }) => id === said)
  const byName = sites.filter(({ name }) => name.toLowerCase() === said.toLowerCase())
  return byId ?? (byName.length === 1 ? (byName[0] ?? null) : null)
}

/** By id, or by names from below the root on: `France / Lyon`. */
export const entityMeant = (tree: readonly EntityRecord[], said: string): string | null => {
  if (said === rootEntity || tree.some(({ id }) => id === said)) return said
  let at: string = rootEntity
  for (const name of said.split('/').map((part) => part.trim().toLowerCase())) {
    const next = tree.find((entity) => entity.parentId === at && entity.name.toLowerCase() === name)
    if (!next) return null
    at = next.id
  }
  return at
}
