import { describe, expect, it } from 'vitest'
import { amountsIn } from './amounts.ts'
import { decisionsFor } from './decisions.ts'
import { narrowing, valueText } from './field-value.ts'

describe('H1 values over the fleet', () => {
  it('sizes are said in units, counts and texts as they are', () => {
    const en = amountsIn('en')
    expect(valueText('Hardware/Memory', 'number', '17179869184', en)).toBe('16\u00a0GiB')
    expect(valueText('Hardware/ProcessorCores', 'number', '8', en)).toBe('8')
    expect(valueText('Software/ProductName', 'text', 'evil\u202eexe', en)).toBe('evil‹U+202E›exe')
  })
  it('are narrowed only as the field can be', () => {
    expect(narrowing('text', 'fire', 'Firefox')).toEqual({ begins: 'fire' })
    expect(narrowing('pair', 'fire', 'Firefox')).toEqual({ first: 'Firefox' })
    expect(narrowing('pair', 'fire', '')).toEqual({ begins: 'fire' })
    expect(narrowing('number', '8', '')).toEqual({})
    expect(narrowing(null, 'fire', '')).toEqual({})
  })
})

describe('H2 what can be decided', () => {
  const two = [
    { id: 'a', name: 'a' },
    { id: 'b', name: 'b' },
  ]
  it('two machines are merged or kept apart; one of another site is moved or not', () => {
    expect(decisionsFor({ kind: 'same-name', machines: two })).toEqual(['separate', 'merge'])
    expect(decisionsFor({ kind: 'other-site', machines: two.slice(1) })).toEqual(['separate', 'move'])
    expect(decisionsFor({ kind: 'cloned-agent', machines: two.slice(1) })).toEqual(['separate'])
  })
})
