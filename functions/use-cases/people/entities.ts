import {
  type CreateEntity,
  type EditEntity,
  type EditEntityRules,
  type Entity,
  type EntityRules,
  maxEntities,
} from '#shared/contracts/entities.ts'
import { faultOfMove, rootEntity } from '#shared/domain/people/entities.ts'
import type { EntityRecord, Tree } from '../../adapters/entities.ts'
import { invalid, notFound, Refusal } from '../refusal.ts'
import { outside, type Person, sees } from './person.ts'
import type { UserGroupPorts } from './user-groups.ts'

const root: Entity = { id: rootEntity, name: 'Root', parentId: null, sshUser: null, sshPort: null }

/** The root is there before anybody has named it. */
const whole = ({ entities }: Tree): EntityRecord[] => (entities.some(({ id }) => id === rootEntity) ? entities : [root, ...entities])

const changedMeanwhile = () => new Refusal('conflict', 'The entities were changed meanwhile; look again.')

export const listEntities = async ({ entities }: UserGroupPorts, by: Person): Promise<{ items: Entity[] }> => ({
  items: whole(await entities.tree()).filter(({ id }) => sees(by, id)),
})

const found = (tree: readonly EntityRecord[], by: Person, id: string): EntityRecord => {
  const entity = tree.find((one) => one.id === id)
  if (!entity) throw notFound('entity', id)
  if (!sees(by, id)) throw outside('entity', id)
  return entity
}

const nameIsFree = (tree: readonly EntityRecord[], name: string, parentId: string | null, id: string | null): void => {
  if (tree.some((one) => one.parentId === parentId && one.id !== id && one.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal('conflict', `There is an entity ${name} at this place already.`, [
      { field: '/name', value: name, message: 'must not be taken' },
    ])
}

const save = async (ports: UserGroupPorts, before: Tree, tree: readonly EntityRecord[]): Promise<void> => {
  if (!(await ports.entities.saveTree(before, tree))) throw changedMeanwhile()
  // Everybody's perimeter may have changed with it.
  ports.people.forget()
}

export const createEntity = async (ports: UserGroupPorts, by: Person, details: CreateEntity): Promise<Entity> => {
  const before = await ports.entities.tree()
  const tree = whole(before)
  if (tree.length >= maxEntities)
    throw new Refusal('conflict', `There are ${maxEntities} entities already, which is the most there can be.`)
  if (!tree.some(({ id }) => id === details.parentId)) throw invalid('/parentId', details.parentId, 'must be an entity that exists')
  if (!sees(by, details.parentId)) throw outside('entity', details.parentId, '/parentId')
  nameIsFree(tree, details.name, details.parentId, null)
  const entity = { id: ports.newId(), ...details }
  await save(ports, before, [...tree, entity])
  return entity
}

export const editEntity = async (ports: UserGroupPorts, by: Person, id: string, edit: EditEntity): Promise<Entity> => {
  const before = await ports.entities.tree()
  const tree = whole(before)
  const entity = found(tree, by, id)
  const { name = entity.name, parentId = entity.parentId, sshUser = entity.sshUser, sshPort = entity.sshPort } = edit
  const after = { ...entity, name, parentId, sshUser, sshPort }
  if (edit.parentId !== undefined) {
    const fault = faultOfMove(tree, id, edit.parentId)
    if (fault === 'root') throw invalid('/parentId', edit.parentId, 'must be absent: the root does not move')
    if (fault === 'no-parent') throw invalid('/parentId', edit.parentId, 'must be an entity that exists')
    if (fault === 'circle') throw invalid('/parentId', edit.parentId, 'must not be the entity itself nor one under it')
    if (!sees(by, edit.parentId)) throw outside('entity', edit.parentId, '/parentId')
  }
  nameIsFree(tree, after.name, after.parentId, id)
  await save(
    ports,
    before,
    tree.map((one) => (one.id === id ? after : one)),
  )
  return after
}

export const deleteEntity = async (ports: UserGroupPorts, by: Person, id: string): Promise<{ name: string }> => {
  const before = await ports.entities.tree()
  const tree = whole(before)
  const { name } = found(tree, by, id)
  if (id === rootEntity) throw new Refusal('conflict', 'The root cannot be deleted.')
  const under = tree.filter(({ parentId }) => parentId === id)
  if (under.length > 0)
    throw new Refusal(
      'conflict',
      `${under.length} entities are under this one.`,
      under.slice(0, 100).map((child) => ({ field: 'path.id', value: child.name, message: 'must be moved or deleted first' })),
    )
  if (await ports.entities.hasMachines(id)) throw new Refusal('conflict', 'There are machines in this entity: put them elsewhere first.')
  const { rules } = await ports.entities.rules()
  if (rules.some(({ entityId }) => entityId === id))
    throw new Refusal('conflict', 'A rule puts machines into this entity: change the rules first.')
  await save(
    ports,
    before,
    tree.filter((one) => one.id !== id),
  )
  return { name }
}

export const getEntityRules = async ({ entities }: UserGroupPorts): Promise<EntityRules> => entities.rules()

/** The rules speak of every machine: who sees a part of the entities only may not change them. */
export const editEntityRules = async (ports: UserGroupPorts, by: Person, { rules, version }: EditEntityRules): Promise<EntityRules> => {
  if (by.perimeter !== 'everything')
    throw new Refusal('forbidden', 'The rules concern all entities: this needs the root in your perimeter.')
  const tree = whole(await ports.entities.tree())
  for (const [at, { entityId }] of rules.entries())
    if (!tree.some(({ id }) => id === entityId)) throw invalid(`/rules/${at}/entityId`, entityId, 'must be an entity that exists')
  if (!(await ports.entities.saveRules(rules, version))) throw new Refusal('conflict', 'The rules were changed meanwhile; look again.')
  return { rules, version: version + 1 }
}
