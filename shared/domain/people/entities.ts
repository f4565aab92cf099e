/**
 * The tree of entities and the perimeter of a person: the entities that they were given, with everything under them.
 * Pure. A tree that is broken (a parent that is gone, a circle) leads nowhere: what hangs on it is in nobody's
 * perimeter but that of who has the root.
 */
export const rootEntity = 'root'

export type EntityNode = { readonly id: string; readonly parentId: string | null }

/** `everything` is the perimeter of who was given the root. */
export type Perimeter = 'everything' | ReadonlySet<string>

/** From the root down to the entity itself; null when the way up ends before the root. */
export const pathOf = (tree: readonly EntityNode[], id: string): readonly string[] | null => {
  const parents = new Map(tree.map((entity) => [entity.id, entity.parentId]))
  const path: string[] = []
  for (let at: string | null = id; at !== null; at = at === rootEntity ? null : (parents.get(at) ?? null)) {
    if (path.includes(at)) return null
    path.unshift(at)
  }
  return path[0] === rootEntity ? path : null
}

/** The entity and all under it. */
export const subtreeOf = (tree: readonly EntityNode[], id: string): ReadonlySet<string> => {
  const children = Map.groupBy(tree, ({ parentId }) => parentId)
  const found = new Set<string>()
  const rest = [id]
  for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
    if (found.has(at)) continue
    found.add(at)
    rest.push(...(children.get(at) ?? []).map((child) => child.id))
  }
  return found
}

export const perimeterOf = (tree: readonly EntityNode[], given: readonly string[]): Perimeter =>
  given.includes(rootEntity)
    ? 'everything'
    : new Set(given.filter((id) => tree.some((entity) => entity.id === id)).flatMap((id) => [...subtreeOf(tree, id)]))

export const isWithin = (perimeter: Perimeter, entityId: string): boolean => perimeter === 'everything' || perimeter.has(entityId)

/** Whether `other` reaches nothing that `perimeter` does not. */
export const covers = (perimeter: Perimeter, other: Perimeter): boolean =>
  perimeter === 'everything' || (other !== 'everything' && [...other].every((id) => perimeter.has(id)))

/** Why an entity may not hang under another, or null. */
export const faultOfMove = (tree: readonly EntityNode[], id: string, parentId: string): 'root' | 'circle' | 'no-parent' | null => {
  if (id === rootEntity) return 'root'
  if (pathOf(tree, parentId) === null || (parentId !== rootEntity && !tree.some((entity) => entity.id === parentId))) return 'no-parent'
  return subtreeOf(tree, id).has(parentId) ? 'circle' : null
}
