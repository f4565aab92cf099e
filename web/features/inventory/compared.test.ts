import { describe, expect, it } from 'vitest'
import type { InventoryRecord, Program } from '#shared/contracts/inventory.ts'
import { changesBetween } from '#shared/domain/inventory/changes.ts'
import { emptySections } from '#shared/domain/inventory/empty-record.ts'
import { amountsIn } from './amounts.ts'
import type { Say } from './columns.ts'
import { comparedLines, sectionsIn } from './compared.ts'
import { sinceWanted } from './since-wanted.ts'

const say: Say = { ...amountsIn('en'), word: (key) => key }
const program = (name: string, version: string): Program => ({
  name,
  version,
  publisher: null,
  architecture: null,
  source: null,
  identifier: null,
  installedOn: null,
  sizeBytes: null,
})
const record = (software: Program[], model: string): InventoryRecord => ({
  ...emptySections(),
  general: { ...emptySections().general, name: 'pc-1', model, lastUser: 'ada' },
  software,
  source: { family: 'ocs', version: '2.10', deviceId: 'pc-1', tag: null },
  receivedAt: '2026-11-24T02:00:00.000Z',
})
const before = record([program('bash', '5'), program('curl', '7'), program('gone', '1')], 'OptiPlex')
const after = record([program('bash', '5'), program('curl', '8'), program('new', '1')], 'Latitude')
const changes = changesBetween(before, after).map((change) => ({ ...change, before: change.before ?? null, after: change.after ?? null }))

describe('H3 two inventories beside each other', () => {
  it('only what differs; with the whole record also what is the same, each thing once, and no empty field', () => {
    const kinds = (whole: InventoryRecord | null) => comparedLines(changes, whole, say).map(({ kind, what }) => `${kind} ${what}`)
    expect(kinds(null)).toEqual(['changed model', 'changed curl', 'added new', 'removed gone'])
    expect(kinds(after)).toEqual(['changed model', 'changed curl', 'added new', 'removed gone', 'same hostName', 'same bash'])
    const ids = comparedLines(changes, after, say).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
  it('what is the same stands on both sides, and is found by its text', () => {
    const same = comparedLines(changes, after, say).find(({ what }) => what === 'bash')
    expect(same).toMatchObject({ before: 'version: 5', after: 'version: 5', found: 'bash\nversion: 5\nversion: 5' })
  })
  it('counts the lines of each section', () => {
    expect([...sectionsIn(comparedLines(changes, null, say))]).toEqual([
      ['general', 1],
      ['software', 3],
    ])
  })
})

describe('H3 since when', () => {
  it('is asked by name, or by mount, with the version or value where there is one', () => {
    expect(sinceWanted('software', program('bash', '5'))).toEqual({ section: 'software', name: 'bash', version: '5' })
    const drive = { mount: '/', volume: null, label: null, fileSystem: null, totalBytes: 1, freeBytes: 1 }
    expect(sinceWanted('drives', drive)).toEqual({ section: 'drives', name: '/', version: null })
    expect(sinceWanted('registry', { hive: null, name: 'DisplayName', value: 'x'.repeat(1001) })).toEqual({
      section: 'registry',
      name: 'DisplayName',
      version: null,
    })
    expect(sinceWanted('monitors', { name: 'Dell', manufacturer: null, serialNumber: null })).toBe(null)
  })
})
