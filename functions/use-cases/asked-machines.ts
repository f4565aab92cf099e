/** Which machines somebody asks for, within their perimeter; a site or an entity that is none is refused by name. */
import type { MachineFilterQuery } from '#shared/contracts/machines.ts'
import { rootEntity, subtreeOf } from '#shared/domain/people/entities.ts'
import type { EntityStore } from '../adapters/entities.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { filterOf, type MachineFilter } from './machine-filter.ts'
import { outside, type Person, sees } from './people/person.ts'
import { invalid } from './refusal.ts'

export type AskedPorts = {
  readonly entities: Pick<EntityStore, 'tree'>
  readonly sites: Pick<SiteStore, 'get'>
  readonly now: () => number
}
type By = Pick<Person, 'perimeter'>

/** The entities whose machines are asked for; null: all. */
const entitiesWithin = async ({ entities }: AskedPorts, by: By, entityId: string | undefined, field: string) => {
  if (entityId !== undefined && !sees(by, entityId)) throw outside('entity', entityId, field)
  if (entityId === undefined || entityId === rootEntity) return by.perimeter === 'everything' ? null : by.perimeter
  const tree = (await entities.tree()).entities
  if (!tree.some(({ id }) => id === entityId)) throw invalid(field, entityId, 'must be an entity that exists')
  return subtreeOf(tree, entityId)
}

/** `place`: what goes before the names of fields in a refusal. */
export const askedFor = async (
  ports: AskedPorts,
  by: By,
  query: MachineFilterQuery,
  place: 'query.' | '/machineFilter/',
): Promise<MachineFilter> => {
  const { siteId, entityId } = query
  if (siteId !== undefined && !(await ports.sites.get(siteId))) throw invalid(`${place}siteId`, siteId, 'must be a site that exists')
  return filterOf(query, await entitiesWithin(ports, by, entityId, `${place}entityId`), ports.now())
}
