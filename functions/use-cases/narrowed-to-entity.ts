/** Who asks, with a perimeter that is no more than one entity and those under it. */
import { type Perimeter, rootEntity, subtreeOf } from '#shared/domain/people/entities.ts'
import type { EntityStore } from '../adapters/entities.ts'
import { outside, sees } from './people/person.ts'

export const narrowedToEntity = async (
  entities: Pick<EntityStore, 'tree'>,
  by: { readonly perimeter: Perimeter },
  entityId: string | undefined,
): Promise<{ readonly perimeter: Perimeter }> => {
  if (entityId === undefined) return by
  if (!sees(by, entityId)) throw outside('entity', entityId, 'query.entityId')
  return entityId === rootEntity ? by : { perimeter: subtreeOf((await entities.tree()).entities, entityId) }
}
