/** The groups that a person sees: their own, and those shared with them or with a group of users of theirs. */
import type { Group, GroupQuery } from '#shared/contracts/groups.ts'
import { foldText } from '#shared/domain/group/index/term-key.ts'
import type { GroupRecord } from '../../adapters/group-records.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import { badCursor } from '../../adapters/table.ts'
import { partiesOf, type Viewer } from './seen.ts'
import { type ShowPorts, showGroups } from './show.ts'

export type ListGroupPorts = ShowPorts & { readonly groups: Pick<GroupStore, 'getMany' | 'ownedBy' | 'sharedWith'> }

const placeOf = ({ name, id }: Pick<GroupRecord, 'name' | 'id'>): string => `${foldText(name)}\n${id}`
const readPlace = (cursor: string): string => {
  const place = Buffer.from(cursor, 'base64url').toString('utf8')
  if (!place.includes('\n') || Buffer.from(place).toString('base64url') !== cursor) throw badCursor(cursor)
  return place
}
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

const seenBy = async ({ groups }: ListGroupPorts, by: Viewer): Promise<GroupRecord[]> => {
  const lists = await Promise.all([groups.ownedBy(by.id), ...partiesOf(by).map((party) => groups.sharedWith(party))])
  return [...new Map(lists.flat().map((group) => [group.id, group])).values()]
}

/** All that one person sees is read for a page: dozens, seldom hundreds, from several lists that have one order together. */
export const listGroups = async (
  ports: ListGroupPorts,
  by: Viewer,
  { name, kind, visible, limit, cursor }: GroupQuery,
): Promise<{ items: Group[]; nextCursor: string | null }> => {
  const after = cursor === undefined ? '' : readPlace(cursor)
  const wanted = foldText(name ?? '')
  const found = (await seenBy(ports, by))
    .filter((group) => foldText(group.name).includes(wanted) && (kind ?? group.kind) === group.kind)
    .filter((group) => (visible ?? group.visible) === group.visible && placeOf(group) > after)
    .sort((left, right) => compare(placeOf(left), placeOf(right)))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: await showGroups(ports, by, items),
    nextCursor: found.length > limit && last ? Buffer.from(placeOf(last)).toString('base64url') : null,
  }
}
