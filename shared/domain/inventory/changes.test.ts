import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InventorySections, Program } from '../../contracts/inventory.ts'
import { changesBetween, undo } from './changes.ts'
import { emptySections } from './empty-record.ts'
import { sorted } from './entries.ts'

const text = fc.constantFrom('a', 'b', 'c', 'a#2', '__proto__', 'constructor')
const maybe = fc.option(text)
const program: fc.Arbitrary<Program> = fc.record({
  name: text,
  version: maybe,
  publisher: maybe,
  architecture: fc.constantFrom(null, 'amd64'),
  source: fc.constant(null),
  identifier: maybe,
  installedOn: fc.constant(null),
  sizeBytes: fc.option(fc.nat(3)),
})
const sections: fc.Arbitrary<InventorySections> = fc
  .record({
    software: fc.array(program, { maxLength: 8 }),
    name: maybe,
    memoryBytes: fc.option(fc.nat(3)),
    registry: fc.array(fc.record({ hive: maybe, name: text, value: text }), { maxLength: 4 }),
  })
  .map(({ software, name, memoryBytes, registry }) => {
    const empty = emptySections()
    return {
      ...empty,
      general: { ...empty.general, name },
      hardware: { ...empty.hardware, memoryBytes },
      software: sorted('software', software),
      registry: sorted('registry', registry),
    }
  })

describe('H3 differences', () => {
  it('undone, give back exactly what was, whatever the two were', () => {
    fc.assert(
      fc.property(sections, sections, (before, after) => {
        // Through JSON, as they are stored.
        const changes = JSON.parse(JSON.stringify(changesBetween(before, after)))
        expect(undo(after, changes)).toEqual(before)
      }),
      { numRuns: 2000 },
    )
  })

  it('are none between an inventory and itself, and an upgrade is one change and not two', () => {
    const one = {
      name: 'vim',
      version: '9.0',
      publisher: null,
      architecture: 'amd64',
      source: 'deb',
      identifier: null,
      installedOn: null,
      sizeBytes: 1,
    }
    const before = { ...emptySections(), software: [one] }
    expect(changesBetween(before, { ...before, software: [{ ...one }] })).toEqual([])
    const after = { ...before, software: [{ ...one, version: '9.1' }] }
    expect(changesBetween(before, after)).toEqual([
      { section: 'software', key: 'vim|amd64', before: one, after: { ...one, version: '9.1' } },
    ])
  })

  it('free space, the user of the day and the last start are no change; from agent to agent, nor is the wording', () => {
    const drive = { mount: '/', volume: null, label: null, fileSystem: null, totalBytes: 9, freeBytes: 5 }
    const one = {
      name: 'vim',
      version: '9',
      publisher: 'Debian',
      architecture: null,
      source: 'deb',
      identifier: null,
      installedOn: null,
      sizeBytes: 1,
    }
    const empty = emptySections()
    const before = { ...empty, drives: [drive], software: [one] }
    const after = {
      ...before,
      general: { ...empty.general, lastUser: 'eve' },
      operatingSystem: { ...empty.operatingSystem, bootedAt: 'today' },
      drives: [{ ...drive, freeBytes: 4 }],
    }
    expect(changesBetween(before, after)).toEqual([])
    const worded = { ...before, software: [{ ...one, publisher: null, sizeBytes: null }] }
    expect(changesBetween(before, worded)).toHaveLength(1)
    expect(changesBetween(before, worded, { acrossAgents: true })).toEqual([])
  })
})
