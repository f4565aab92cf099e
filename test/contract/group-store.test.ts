/** C8: what is stored of groups, over the wire, where several people write at the same moment. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GroupRecord } from '../../functions/adapters/group-records.ts'
import { groupStore } from '../../functions/adapters/groups.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import { withOrdinals } from '../../functions/use-cases/groups/ordinals.ts'
import { group, inGroup } from './group-record.ts'
import { type Bench, openWorkplace } from './index-workplace.ts'

let workplace: Awaited<ReturnType<typeof openWorkplace>>
let bench: Bench

beforeAll(async () => {
  workplace = await openWorkplace()
  bench = await workplace.newBench()
  await bench.table.put({ pk: 'COUNTER#MACHINES', sk: 'COUNTER', given: 500 })
}, 120_000)
afterAll(() => workplace.close())

describe('C8 what is stored of groups', () => {
  const next = (one: GroupRecord, change: Partial<GroupRecord>): GroupRecord => ({ ...one, ...change, version: one.version + 1 })
  const stored = async (id: string) => {
    const found = await groupStore(bench.table).get(id)
    if (!found) throw new Error(`no group ${id}`)
    return found
  }

  it('lets one of two who change a group at once through, and keeps names apart for each owner', async () => {
    const groups = groupStore(bench.table)
    const mine = group('mine', { name: 'Été' })
    expect(await groups.save(null, mine)).toBe('saved')
    expect(await groups.save(null, group('also-mine', { name: 'ÉTÉ' }))).toBe('name-taken')
    expect(await groups.save(null, group('theirs', { name: 'Été', ownerId: 'other' }))).toBe('saved')
    const both = await Promise.all([groups.save(mine, next(mine, { name: 'one' })), groups.save(mine, next(mine, { name: 'two' }))])
    expect([...both].sort()).toEqual(['changed-meanwhile', 'saved'])
    // The name that it had is free again.
    expect(await groups.save(null, group('later', { name: 'été' }))).toBe('saved')
  })

  it('leads from whom it is shared with to it, and no longer when it is not', async () => {
    const groups = groupStore(bench.table)
    const share = { kind: 'userGroup', id: 'admins' } as const
    const ids = async () => (await groups.sharedWith(share)).map(({ id }) => id)
    const one = group('shared', { name: 'shared' })
    await groups.save(null, one)
    expect(await ids()).toEqual([])
    const shared = next(one, { shares: [share] })
    await groups.save(one, shared)
    expect(await ids()).toEqual(['shared'])
    // Of a writer that died between its writes: a way that leads to a group which does not say the same.
    await bench.table.put({ pk: 'SHARED#userGroup#admins', sk: 'GROUP#mine', groupId: 'mine', version: 9 })
    expect(await ids()).toEqual(['shared'])
    const alone = next(shared, { shares: [] })
    await groups.save(shared, alone)
    expect(await ids()).toEqual([])
    expect(await bench.table.list({ pk: 'SHARED#userGroup#admins' })).toHaveLength(1)
  })

  it('cannot be deleted in the moment in which another group begins to be made of it', async () => {
    const groups = groupStore(bench.table)
    await groups.save(null, group('inner', { name: 'inner' }))
    const seen = await stored('inner')
    expect(await groups.save(null, group('outer', { name: 'outer', kind: 'dynamic', mode: 'request', criteria: [inGroup('inner')] }))).toBe(
      'saved',
    )
    expect((await groups.using('inner')).map(({ id }) => id)).toEqual(['outer'])
    expect(await groups.delete(seen)).toBe(false)
    await groups.delete(await stored('outer'))
    expect(await groups.using('inner')).toEqual([])
    expect(await groups.delete(await stored('inner'))).toBe(true)
    expect(await groups.save(null, group('late', { name: 'late', kind: 'dynamic', mode: 'request', criteria: [inGroup('inner')] }))).toBe(
      'used-group-gone',
    )
  })

  it('gives a machine of before there were ordinals one, and the same to two who ask at once', async () => {
    const store = machineStore(bench.table)
    await bench.saveMachine('old', 0, 'old', 'root', { ordinal: null })
    const old = await store.get('old')
    if (!old) throw new Error('no machine')
    const changed: string[] = []
    const members = { machines: store, changed: async (...ids: readonly string[]) => void changed.push(...ids) }
    const [one, other] = await Promise.all([withOrdinals(members, [old]), withOrdinals(members, [old])])
    expect(one).toEqual([(await store.get('old'))?.ordinal])
    expect(other).toEqual(one)
    expect(one[0]).toBeGreaterThanOrEqual(500)
    expect(changed).toContain('old')
  })
})
