/** Which machines somebody asks for, within their perimeter; a site or an entity that is none is refused by name. */
import type { MachineFilterQuery } from '#shared/contracts/machines.ts'
import type { Bitmap } from '#shared/domain/group/bitmap/bitmap.ts'
import { rootEntity, subtreeOf } from '#shared/domain/people/entities.ts'
import type { EntityStore } from '../adapters/entities.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { type EvaluatePorts, machinesOfGroup } from './groups/evaluate.ts'
import { isSeen, type Viewer } from './groups/seen.ts'
import { filterOf, type MachineFilter } from './machine-filter.ts'
import { outside, sees } from './people/person.ts'
import { invalid } from './refusal.ts'

export type AskedPorts = EvaluatePorts & {
  readonly entities: Pick<EntityStore, 'tree'>
  readonly sites: Pick<SiteStore, 'get'>
  readonly now: () => number
}

/** The entities whose machines are asked for; null: all. */
const entitiesWithin = async ({ entities }: AskedPorts, by: Pick<Viewer, 'perimeter'>, entityId: string | undefined, field: string) => {
  if (entityId !== undefined && !sees(by, entityId)) throw outside('entity', entityId, field)
  if (entityId === undefined || entityId === rootEntity) return by.perimeter === 'everything' ? null : by.perimeter
  const tree = (await entities.tree()).entities
  if (!tree.some(({ id }) => id === entityId)) throw invalid(field, entityId, 'must be an entity that exists')
  return subtreeOf(tree, entityId)
}

/** Of a group that is asked for in a field of something else. */
export const machinesOfGroupSeenBy = async (ports: EvaluatePorts, by: Viewer, groupId: string, field: string): Promise<Bitmap> => {
  const group = await ports.groups.get(groupId)
  if (!group || !isSeen(by, group)) throw invalid(field, groupId, 'must be a group that exists')
  return machinesOfGroup(ports, group)
}

/** `place`: what goes before the names of fields in a refusal. */
export const askedFor = async (
  ports: AskedPorts,
  by: Viewer,
  query: MachineFilterQuery,
  place: 'query.' | '/machineFilter/' | '/addFilter/' | '/removeFilter/',
): Promise<MachineFilter> => {
  const { siteId, entityId, groupId } = query
  if (siteId !== undefined && !(await ports.sites.get(siteId))) throw invalid(`${place}siteId`, siteId, 'must be a site that exists')
  const [entities, group] = await Promise.all([
    entitiesWithin(ports, by, entityId, `${place}entityId`),
    groupId === undefined ? null : machinesOfGroupSeenBy(ports, by, groupId, `${place}groupId`),
  ])
  return filterOf(query, entities, group, ports.now())
}
