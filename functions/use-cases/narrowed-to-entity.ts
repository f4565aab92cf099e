/** Who asks, with a perimeter that is no more than one entity and those under it. */
import { type Perimeter, rootEntity, subtreeOf } from '#shared/domain/people/entities.ts'
import type { EntityStore } from '../adapters/entities.ts'
import { outside, sees } from './people/person.ts'

export const narrowedToEntity = async <By extends { readonly perimeter: Perimeter }>(
  entities: Pick<EntityStore, 'tree'>,
  by: By,
  entityId: string | undefined,
): Promise<By> => {
  if (entityId === undefined) return by
  if (!sees(by, entityId)) throw outside('entity', entityId, 'query.entityId')
  return entityId === rootEntity ? by : { ...by, perimeter: subtreeOf((await entities.tree()).entities, entityId) }
}
