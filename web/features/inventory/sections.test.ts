import { describe, expect, it } from 'vitest'
import type { InventoryRecord, Program } from '#shared/contracts/inventory.ts'
import { emptySections } from '#shared/domain/inventory/empty-record.ts'
import { amountsIn } from './amounts.ts'
import type { Say } from './columns.ts'
import { holds, inOrderOf } from './rows.ts'
import { entriesIn, sectionIds, sectionOf } from './sections.ts'

const say: Say = { ...amountsIn('en'), word: (key) => key }
const program = (name: string, version: string | null, more: Partial<Program> = {}): Program => ({
  name,
  version,
  publisher: null,
  architecture: null,
  source: null,
  identifier: null,
  installedOn: null,
  sizeBytes: null,
  ...more,
})
const record = (software: Program[]): InventoryRecord => ({
  ...emptySections(),
  software,
  source: { family: 'ocs', version: '2.10', deviceId: 'pc-1', tag: null },
  receivedAt: '2026-11-24T02:00:00.000Z',
})
const rowsOf = (software: Program[]) => sectionOf('software', record(software), say).tables[0]?.rows ?? []

describe('H1 amounts of an inventory', () => {
  const plain = (text: string | null) => text?.replaceAll(/[\u00a0\u202f]/g, ' ')
  it.each([
    ['en', 16 * 2 ** 30, '16 GiB'],
    ['en', 1536 * 2 ** 20, '1.5 GiB'],
    ['en', 0, '0 bytes'],
    ['fr', 1536 * 2 ** 20, '1,5 Gio'],
    ['fr', 1016 * 2 ** 30, '1 016 Gio'],
  ] as const)('%s: %d bytes', (locale, bytes, said) => {
    expect(plain(amountsIn(locale).size(bytes))).toBe(said)
  })
  it('frequencies, speeds and dates, and nothing for what is not known', () => {
    const [en, fr] = [amountsIn('en'), amountsIn('fr')]
    expect(plain(en.frequency(2_400_000_000))).toBe('2.4 GHz')
    expect(plain(en.frequency(800_000_000))).toBe('800 MHz')
    expect(plain(en.speed(1_000_000_000))).toBe('1 Gb/s')
    expect(plain(fr.speed(2_500_000_000))).toBe('2,5 Gbit/s')
    expect(fr.day('2026-11-24')).toBe('24 nov. 2026')
    expect([en.size(null), en.frequency(null), en.speed(null), en.day(null)]).toEqual([null, null, null, null])
  })
})

describe('H1 rows of an inventory', () => {
  it('versions are ordered as numbers, sizes by bytes, what is unknown first', () => {
    const rows = rowsOf([
      program('a', '2.10', { sizeBytes: 2 ** 30, installedOn: '2026-01-02' }),
      program('b', '2.9', { sizeBytes: 900 }),
      program('C', null, { installedOn: '2025-12-31' }),
    ])
    const by = (column: number) => [...rows].sort(inOrderOf(column)).map(({ cells }) => cells[0])
    expect(by(0)).toEqual(['a', 'b', 'C'])
    expect(by(1)).toEqual(['C', 'b', 'a'])
    expect(by(3)).toEqual(['b', 'C', 'a'])
    expect(by(4)).toEqual(['C', 'b', 'a'])
  })
  it('are found by every word typed, in any column', () => {
    const [row] = rowsOf([program('Mozilla Firefox', '131.0', { publisher: 'Mozilla' })])
    expect(row && ['fire 131', 'MOZILLA', ''].map((typed) => holds(row, typed))).toEqual([true, true, true])
    expect(row && holds(row, 'fire 132')).toBe(false)
  })
  it('hold nothing that a terminal or a browser obeys', () => {
    const [row] = rowsOf([program('\u001b[31mred\u202egnp.exe', '<img src=x>')])
    expect(row?.cells.slice(0, 2)).toEqual(['red‹U+202E›gnp.exe', '<img src=x>'])
  })
  it('every section of an empty inventory can be shown', () => {
    for (const id of sectionIds) {
      const { facts, tables } = sectionOf(id, record([]), say)
      expect(facts.length + tables.length, id).toBeGreaterThan(0)
      expect(tables.flatMap(({ rows }) => rows)).toEqual([])
    }
    expect(entriesIn('software', record([program('a', null)]))).toBe(1)
    expect(entriesIn('general', record([]))).toBe(null)
  })
})
