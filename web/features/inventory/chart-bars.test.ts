import { describe, expect, it } from 'vitest'
import { barsOf, isShare, restOf } from './chart-bars.ts'

const item = (value: string, machines: number) => ({ value, second: null, machines })

describe('H1 the values that most machines have', () => {
  it('two values that are read alike stand in one bar', () => {
    expect(
      barsOf([item('17179869184', 5), item('8', 3), item('17179869185', 2)], ({ value }) => (value === '8' ? '8 bytes' : '16 GiB')),
    ).toEqual([
      { x: '16 GiB', y: 7 },
      { x: '8 bytes', y: 3 },
    ])
  })
  it('the rest is what no bar shows, and is drawn only where it is a share of the same machines', () => {
    expect(restOf([item('a', 5), item('b', 3)], { values: 6, machines: 12 })).toEqual({ values: 4, machines: 4 })
    expect(isShare('Hardware/OperatingSystem', undefined)).toBe(true)
    expect(isShare('General/Model', undefined)).toBe(true)
    expect(isShare('Software/ProductName', undefined)).toBe(false)
    expect(isShare('Software/Products', undefined)).toBe(false)
    expect(isShare('Software/Products', 'Firefox')).toBe(true)
  })
})
