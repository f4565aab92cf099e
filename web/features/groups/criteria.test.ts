import { describe, expect, it } from 'vitest'
import { termFieldNames } from '#shared/domain/inventory/terms.ts'
import { asAsked, bytesOf, otherFields, typedSize, usualFields } from './criteria.ts'

describe('C4 criteria in the form', () => {
  it('offer every field once, those of the manual first', () => {
    expect([...usualFields, ...otherFields].sort()).toEqual([...termFieldNames].sort())
  })

  it('take sizes in the units that people read', () => {
    expect(bytesOf('1,5', 'GiB')).toBe('1610612736')
    expect(bytesOf(' 100 ', 'MiB')).toBe('104857600')
    expect(bytesOf('much', 'GiB')).toBe('much')
    expect(bytesOf('-1', 'GiB')).toBe('-1')
  })

  it.each(['104857600', '1610612736', '1099511627776', '0', '1000'])('show %s bytes so that they are the same bytes again', (bytes) => {
    const { typed, unit } = typedSize(bytes)
    expect(bytesOf(typed, unit)).toBe(bytes)
  })

  it('are sent without the names that the service answered with', () => {
    expect(asAsked({ module: 'dyngroup', field: 'groupname', groupId: 'g', groupName: 'G' })).toEqual({
      module: 'dyngroup',
      field: 'groupname',
      groupId: 'g',
    })
  })
})
