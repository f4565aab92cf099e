import { describe, expect, it } from 'vitest'
import { entityFor, matchesPattern } from './entity-rules.ts'
import { rangeOf } from './ip-range.ts'

const facts = { name: 'PC-Lab-07', addresses: ['192.0.2.7', 'fd00:1::7'], tag: 'Labo' }

describe('entities by rule', () => {
  it('the first rule that matches wins', () => {
    const rules = [
      { kind: 'tag', value: 'bureau', entityId: 'office' },
      { kind: 'name', value: 'pc-lab-*', entityId: 'lab' },
      { kind: 'ip-range', value: '192.0.2.0/24', entityId: 'paris' },
    ] as const
    expect(entityFor(rules, facts)).toBe('lab')
    expect(entityFor(rules.toReversed(), facts)).toBe('paris')
    expect(entityFor(rules, { ...facts, tag: ' BUREAU ' })).toBe('office')
    expect(entityFor(rules, { name: 'x', addresses: ['pc.example.org'], tag: null })).toBeNull()
    expect(entityFor([], facts)).toBeNull()
  })

  it.each([
    ['192.0.2.0/24', true],
    ['192.0.2.8/29', false],
    ['192.0.2.1-192.0.2.7', true],
    ['192.0.2.8-192.0.2.9', false],
    ['192.0.2.7', true],
    ['0.0.0.0/0', true],
    ['fd00:1::/32', true],
    ['fd00:2::/32', false],
    ['fd00:1::1-fd00:1::ff', true],
  ])('the range %s: %s', (value, hit) => {
    expect(entityFor([{ kind: 'ip-range', value, entityId: 'here' }], facts)).toBe(hit ? 'here' : null)
  })

  it.each(['', '10.0.0', '10.0.0.256', '10.0.0.0/33', '10.0.0.9-10.0.0.1', '10.0.0.1-fd00::1', 'fd00::1::2', '010.0.0.1', 'a-b', '1:2:3'])(
    'the range "%s" is unreadable, and matches nothing',
    (value) => {
      expect(rangeOf(value)).toBeNull()
    },
  )

  it.each([
    ['*', 'anything', true],
    ['pc-*', 'PC-1', true],
    ['*-lab', 'pc-lab', true],
    ['*lab*', 'pc-lab-1', true],
    ['pc*pc', 'pc', false],
    ['pc', 'pc1', false],
    ['p.c', 'pxc', false],
    ['a*b*c', 'a-c-b', false],
    ['', '', true],
  ])('the pattern %s on %s: %s', (pattern, text, hit) => {
    expect(matchesPattern(pattern, text)).toBe(hit)
  })

  it('takes no time with a hostile pattern and a long name', () => {
    const began = Date.now()
    expect(matchesPattern('*a'.repeat(100), `${'a'.repeat(5000)}b`)).toBe(false)
    expect(Date.now() - began).toBeLessThan(200)
  })
})
