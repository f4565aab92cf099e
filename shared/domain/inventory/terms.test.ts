import { describe, expect, it } from 'vitest'
import { InventoryRecord } from '../../contracts/inventory.ts'
import { emptyRecord } from './empty-record.ts'
import { pairOf, termFieldAliases, termFields, termsOf } from './terms.ts'

const program = (name: string, version: string | null) => ({
  name,
  version,
  publisher: 'Debian',
  architecture: null,
  source: 'deb',
  identifier: null,
  installedOn: null,
  sizeBytes: null,
})
const empty = emptyRecord({ family: 'glpi', version: null, deviceId: 'pc-1', tag: null }, '2026-11-25T12:00:00.000Z')
const valuesOf = (record: InventoryRecord, field: string): string[] =>
  termsOf(record)
    .filter((term) => term.field === field)
    .map(({ value }) => value)

describe('C4 terms of an inventory', () => {
  it('an empty inventory is a valid record and says which agent sent it, and nothing else', () => {
    expect(InventoryRecord.parse(empty)).toEqual(empty)
    expect(termsOf(empty)).toEqual([{ field: 'General/Agent', value: 'glpi' }])
  })

  it('a product and its version on one machine are one term; the same twice is still one', () => {
    const record = {
      ...empty,
      software: [program('Firefox', '128'), program('Firefox', '128'), program('Firefox', '115'), program('vim', null)],
    }
    expect(valuesOf(record, 'Software/ProductName')).toEqual(['Firefox', 'vim'])
    expect(valuesOf(record, 'Software/Products')).toEqual([pairOf('Firefox', '128'), pairOf('Firefox', '115'), pairOf('vim', null)])
    expect(valuesOf(record, 'Software/Company')).toEqual(['Debian'])
  })

  it('adds the cores of all processors, and gives sizes as whole numbers of bytes', () => {
    const processor = {
      name: 'EPYC',
      manufacturer: null,
      architecture: null,
      cores: 4,
      threads: null,
      frequencyHz: null,
      serialNumber: null,
    }
    const record = { ...empty, hardware: { ...empty.hardware, memoryBytes: 8 * 2 ** 30, processors: [processor, processor] } }
    expect(valuesOf(record, 'Hardware/ProcessorCores')).toEqual(['8'])
    expect(valuesOf(record, 'Hardware/Memory')).toEqual(['8589934592'])
    expect(valuesOf(record, 'Hardware/ProcessorType')).toEqual(['EPYC'])
  })

  it("the machine's own name wins over the host's", () => {
    const record = { ...empty, general: { ...empty.general, name: 'host' } }
    expect(termsOf(record, 'Reception')).toContainEqual({ field: 'Machine/Name', value: 'Reception' })
    for (const field of Object.values(termFieldAliases)) expect(Object.keys(termFields)).toContain(field)
  })

  it('stays below 1,024 bytes of UTF-8 whatever a machine sends', () => {
    const record = { ...empty, software: [program('界'.repeat(1000), '版'.repeat(1000)), program('🖥️'.repeat(300), null)] }
    for (const { value } of termsOf(record)) expect(encodeURIComponent(value).replace(/%../g, 'x').length).toBeLessThan(1000)
  })
})
