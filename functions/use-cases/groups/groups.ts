/** A group of machines is made, looked at, changed and deleted. */
import type { CreateGroup, EditGroup, Group, GroupWithCount } from '#shared/contracts/groups.ts'
import { type Bitmap, bitmapOf } from '#shared/domain/group/bitmap/bitmap.ts'
import type { GroupRecord } from '../../adapters/group-records.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import { invalid, notFound, Refusal } from '../refusal.ts'
import { type CriteriaPorts, mustBeSound } from './criteria.ts'
import { countOf, type EvaluatePorts, machinesMeeting } from './evaluate.ts'
import { type MachinePorts, ordinalsOf } from './ordinals.ts'
import { groupSeenBy, nameFor, type Viewer } from './seen.ts'
import { type ShowPorts, showGroup } from './show.ts'

export type GroupPorts = EvaluatePorts &
  ShowPorts &
  CriteriaPorts &
  MachinePorts & { readonly groups: GroupStore; readonly newId: () => string; readonly now: () => number }

/** Stores it, or says why not. */
export const saved = async (
  { groups }: Pick<GroupPorts, 'groups'>,
  before: GroupRecord | null,
  after: GroupRecord,
  machines?: Bitmap | null,
): Promise<void> => {
  switch (await groups.save(before, after, machines)) {
    case 'saved':
      return
    case 'changed-meanwhile':
      throw new Refusal('conflict', 'The group was changed meanwhile; look again.')
    case 'name-taken':
      throw new Refusal('conflict', `There is a group ${after.name} already.`, [
        { field: '/name', value: after.name, message: 'must not be taken' },
      ])
    case 'used-group-gone':
      throw new Refusal('conflict', 'A group that it is to be made of was deleted meanwhile; look again.')
  }
}

export const newGroup = (
  ports: Pick<GroupPorts, 'newId' | 'now'>,
  by: Pick<Viewer, 'id'>,
  { name, description, visible }: Pick<GroupRecord, 'name' | 'description' | 'visible'>,
): GroupRecord => {
  const at = new Date(ports.now()).toISOString()
  return {
    id: ports.newId(),
    name,
    description,
    visible,
    kind: 'static',
    mode: null,
    criteria: [],
    expression: null,
    ownerId: by.id,
    shares: [],
    storedAt: null,
    createdAt: at,
    updatedAt: at,
    version: 1,
  }
}

export const createGroup = async (ports: GroupPorts, by: Viewer, details: CreateGroup): Promise<Group> => {
  const fresh = newGroup(ports, by, details)
  if (details.kind === 'static') {
    await saved(ports, null, fresh, bitmapOf((await ordinalsOf(ports, by, details.machineIds, '/machineIds')).values()))
    return showGroup(ports, by, fresh)
  }
  const { kind, mode, criteria, expression } = details
  await mustBeSound(ports, by, details, null)
  const group: GroupRecord = { ...fresh, kind, mode, criteria, expression, storedAt: mode === 'result' ? fresh.createdAt : null }
  await saved(ports, null, group, mode === 'result' ? await machinesMeeting(ports, group) : undefined)
  return showGroup(ports, by, group)
}

export const getGroup = async (ports: GroupPorts, by: Viewer, id: string): Promise<GroupWithCount> => {
  const group = await groupSeenBy(ports, by, id)
  const [shown, count] = await Promise.all([showGroup(ports, by, group), countOf(ports, by, group)])
  return { ...shown, count }
}

export const editGroup = async (ports: GroupPorts, by: Viewer, id: string, edit: EditGroup): Promise<Group> => {
  const before = await groupSeenBy(ports, by, id)
  if (before.kind === 'static')
    for (const field of ['mode', 'criteria', 'expression'] as const)
      if (edit[field] !== undefined && edit[field] !== null)
        throw invalid(`/${field}`, field === 'mode' ? edit.mode : undefined, 'must be absent: the group is static')
  const { name, description, visible, mode, criteria, expression } = { ...before, ...withoutAbsent(edit) }
  const query = { criteria, expression }
  const asksAnew = edit.criteria !== undefined || edit.expression !== undefined
  if (asksAnew) await mustBeSound(ports, by, query, before)
  const at = new Date(ports.now()).toISOString()
  const after: GroupRecord = { ...before, ...query, name, description, visible, mode, updatedAt: at, version: before.version + 1 }
  // A result is always that of its criteria.
  if (mode === 'result' && (asksAnew || before.mode !== 'result')) return storeResult(ports, by, before, { ...after, storedAt: at })
  const forgets = before.mode === 'result' && mode === 'request'
  await saved(ports, before, forgets ? { ...after, storedAt: null } : after, forgets ? null : undefined)
  return showGroup(ports, by, forgets ? { ...after, storedAt: null } : after)
}

const storeResult = async (ports: GroupPorts, by: Viewer, before: GroupRecord, after: GroupRecord): Promise<Group> => {
  await saved(ports, before, after, await machinesMeeting(ports, after, [after.id]))
  return showGroup(ports, by, after)
}

const withoutAbsent = (edit: EditGroup): { readonly [K in keyof EditGroup]?: NonNullable<EditGroup[K]> | Extract<EditGroup[K], null> } =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))

export const refreshGroup = async (ports: GroupPorts, by: Viewer, id: string): Promise<Group> => {
  const before = await groupSeenBy(ports, by, id)
  if (before.mode !== 'result')
    throw new Refusal('conflict', 'Only a result can be stored anew; what is shown of other groups is always current.')
  const at = new Date(ports.now()).toISOString()
  const after: GroupRecord = { ...before, storedAt: at, updatedAt: at, version: before.version + 1 }
  return storeResult(ports, by, before, after)
}

export const deleteGroup = async (ports: GroupPorts, by: Viewer, id: string): Promise<{ name: string }> => {
  const group = await groupSeenBy(ports, by, id)
  if (!(await showGroup(ports, by, group)).mayDelete) throw new Refusal('forbidden', 'Only the owner of a group can delete it.')
  const using = await ports.groups.using(id)
  if (using.length > 0)
    throw new Refusal(
      'conflict',
      `${using.length} groups are made of this one.`,
      using.slice(0, 100).map((one) => ({ field: 'path.id', value: nameFor(by, one), message: 'must be changed or deleted first' })),
    )
  if (!(await ports.groups.delete(group))) {
    if (!(await ports.groups.get(id))) throw notFound('group', id)
    throw new Refusal('conflict', 'The group was changed meanwhile; look again.')
  }
  return { name: group.name }
}
