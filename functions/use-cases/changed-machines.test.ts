import { describe, expect, it } from 'vitest'
import { changedMachines, type Written } from './changed-machines.ts'

const machine = {
  id: 'm',
  name: 'front desk',
  siteId: 'paris',
  entityId: 'root',
  ordinal: 7,
  lastSeenAt: '2026-11-25T12:00:00Z',
}
const head = { machineId: 'm', objectKey: 'records/m/1', receivedAt: '2026-11-25T12:00:00Z', version: 1 }
const written = (sk: string, before: Written['before'], after: Written['after'], pk = 'MACHINE#m'): Written => ({ pk, sk, before, after })

describe('changedMachines', () => {
  it.each([
    ['is new', written('MACHINE', null, machine)],
    ['is gone', written('MACHINE', machine, null)],
    ['has another name', written('MACHINE', machine, { ...machine, name: 'Front desk' })],
    ['is in another entity', written('MACHINE', machine, { ...machine, entityId: 'lyon' })],
    ['has a number only now', written('MACHINE', { ...machine, ordinal: null }, machine)],
    ['has its first inventory', written('INVENTORY', null, head)],
    ['has an inventory that says something else', written('INVENTORY', head, { ...head, objectKey: 'records/m/2', version: 2 })],
    ['has no inventory any more', written('INVENTORY', head, null)],
  ])('names a machine that %s', (_, write) => {
    expect(changedMachines([write])).toEqual(['m'])
  })

  it.each([
    ['was seen again', written('MACHINE', machine, { ...machine, lastSeenAt: '2026-11-26T12:00:00Z', ping: true })],
    ['of an earlier version is written as it was', written('MACHINE', { ...machine, entityId: undefined }, machine)],
    ['sent the same inventory again', written('INVENTORY', head, { ...head, receivedAt: '2026-11-26T12:00:00Z', version: 2 })],
    ['was written about elsewhere', written('TERMS', null, { machineId: 'm' })],
    ['stands in its entity', written('MACHINE#m', null, {}, 'ENTITY#root')],
  ])('leaves alone one that %s', (_, write) => {
    expect(changedMachines([write])).toEqual([])
  })

  it('names each once', () => {
    expect(
      changedMachines([
        written('MACHINE', null, machine),
        written('INVENTORY', null, head),
        written('MACHINE', null, { ...machine, id: 'n' }, 'MACHINE#n'),
      ]),
    ).toEqual(['m', 'n'])
  })
})
