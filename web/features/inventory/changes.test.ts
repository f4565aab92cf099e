import { describe, expect, it } from 'vitest'
import type { InventoryChange } from '#shared/contracts/inventory-views.ts'
import { amountsIn } from './amounts.ts'
import { changeLine, sumsOf } from './changes.ts'
import type { Say } from './columns.ts'
import { endOfDayOr } from './end-of-day.ts'

const say: Say = { ...amountsIn('en'), word: (key) => key }
const program = (version: string, publisher = 'Mozilla') => ({
  name: 'Firefox',
  version,
  publisher,
  architecture: 'amd64',
  source: 'deb',
  identifier: null,
  installedOn: null,
  sizeBytes: null,
})
const line = (change: Partial<InventoryChange>) =>
  changeLine({ section: 'software', key: 'Firefox|amd64', before: null, after: null, ...change }, say)

describe('H3 what an upload changed', () => {
  it('a program that appears, changes and goes; of a change only what differs', () => {
    expect(line({ after: program('1') })).toEqual({
      kind: 'added',
      section: 'software',
      what: 'Firefox',
      before: '',
      after: 'version: 1\npublisher: Mozilla',
    })
    expect(line({ before: program('1'), after: program('2') })).toMatchObject({
      kind: 'changed',
      before: 'version: 1',
      after: 'version: 2',
    })
    expect(line({ before: program('2') })).toMatchObject({ kind: 'removed', what: 'Firefox', after: '' })
  })
  it('fields in the words and units of the page', () => {
    expect(line({ section: 'hardware', key: 'memoryBytes', before: 2 ** 33, after: 2 ** 34 })).toMatchObject({
      what: 'memory',
      before: '8\u00a0GiB',
      after: '16\u00a0GiB',
    })
    expect(line({ section: 'hardware', key: 'bios', before: null, after: { manufacturer: 'AMI', version: '5', date: null } }).after).toBe(
      'AMI · 5',
    )
    expect(line({ section: 'operatingSystem', key: 'kernel', before: '6.1', after: '6.2' })).toMatchObject({ what: 'kernel', after: '6.2' })
  })
  it('what a later version of the service sends stays readable, and nothing in it is obeyed', () => {
    expect(line({ key: 'odd\u202e|amd64\u001f2', after: { shape: 'other' } })).toMatchObject({ what: 'odd‹U+202E› amd64', after: '' })
    expect(line({ section: 'general', key: 'constructor', after: 'x' })).toMatchObject({ what: 'constructor', after: 'x' })
  })
  it('sums over the sections', () => {
    const counts = { software: { added: 1, removed: 2, changed: 3 }, drives: { added: 4, removed: 0, changed: 0 } }
    expect(sumsOf({ counts })).toEqual({ added: 5, removed: 2, changed: 3 })
  })
})

describe('H3 the inventory as it was', () => {
  it('a day alone means its end, nothing the present', () => {
    expect(endOfDayOr({ date: '2026-11-24', time: '' })).toBe(new Date(2026, 10, 24, 23, 59).toISOString())
    expect(endOfDayOr({ date: '2026-11-24', time: '08:30' })).toBe(new Date(2026, 10, 24, 8, 30).toISOString())
    expect(endOfDayOr({ date: '', time: '' })).toBe(null)
  })
})
