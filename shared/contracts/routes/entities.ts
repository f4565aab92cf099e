/** The tree of entities, and the rules that put machines into it. */
import * as z from 'zod'
import { AssignMachines, CreateEntity, EditEntity, EditEntityRules, Entity, EntityRules, EntityRulesApplied } from '../entities.ts'
import { route } from '../route.ts'
import { Accepted, byId, needs, signedIn } from './pieces.ts'

export const entitiesRoutes = {
  listEntities: route({
    method: 'GET',
    path: '/entities',
    tag: 'Entities',
    summary: "The entities of one's perimeter; a parent outside of it is not among them",
    access: signedIn,
    status: 200,
    response: z.object({ items: z.array(Entity) }).meta({ id: 'Entities' }),
  }),
  createEntity: route({
    method: 'POST',
    path: '/entities',
    tag: 'Entities',
    summary: 'Create an entity under another',
    access: needs('entity:manage'),
    body: CreateEntity,
    status: 201,
    response: Entity,
  }),
  editEntity: route({
    method: 'PATCH',
    path: '/entities/{id}',
    tag: 'Entities',
    summary: 'Rename an entity, or move it with all under it',
    access: needs('entity:manage'),
    params: byId,
    body: EditEntity,
    status: 200,
    response: Entity,
  }),
  deleteEntity: route({
    method: 'DELETE',
    path: '/entities/{id}',
    tag: 'Entities',
    summary: 'Delete an entity without machines and without entities under it',
    access: needs('entity:manage'),
    params: byId,
    status: 204,
  }),
  assignMachines: route({
    method: 'POST',
    path: '/entities/{id}/machines',
    tag: 'Entities',
    summary: 'Put machines into an entity, by hand',
    access: needs('machine:edit'),
    params: byId,
    body: AssignMachines,
    status: 202,
    response: Accepted,
  }),
  getEntityRules: route({
    method: 'GET',
    path: '/entity-rules',
    tag: 'Entities',
    summary: 'The rules that put machines into entities, in their order',
    access: needs('entity:manage'),
    status: 200,
    response: EntityRules,
  }),
  editEntityRules: route({
    method: 'PATCH',
    path: '/entity-rules',
    tag: 'Entities',
    summary: 'Replace the rules; they apply to machines as these are added or change',
    access: needs('entity:manage'),
    body: EditEntityRules,
    status: 200,
    response: EntityRules,
  }),
  applyEntityRules: route({
    method: 'POST',
    path: '/entity-rules/application',
    tag: 'Entities',
    summary: 'Apply the rules to the machines that are already there',
    description:
      'Machines that nobody has put anywhere by hand go where the rules say now, which may be the root. Each request looks at a part of them: ask again with `nextCursor` until it is null.',
    access: needs('entity:manage'),
    query: z.object({
      cursor: z.string().max(2000).optional().meta({ description: 'Where to go on: `nextCursor` of the answer before.' }),
    }),
    status: 200,
    response: EntityRulesApplied,
  }),
} as const
