import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isChanged, unchanged, withAdded, withRemoved } from './membership.ts'

const machine = (id: string) => ({ id, name: id.toUpperCase(), siteId: 's' })
const [a, b, c] = [machine('a'), machine('b'), machine('c')]
const ids = ({ added, removed }: typeof unchanged) => [added.map(({ id }) => id), removed.map(({ id }) => id)]

describe('C2 machines moved in and out', () => {
  it('come in once, and one that was to leave stays', () => {
    const first = withRemoved(withAdded(unchanged, [a, b]), [c])
    expect(ids(first)).toEqual([['a', 'b'], ['c']])
    expect(ids(withAdded(first, [a, c]))).toEqual([['a', 'b'], []])
  })

  it('leave, and one that was only to come does not come', () => {
    expect(ids(withRemoved(withAdded(unchanged, [a, b]), [a, c]))).toEqual([['b'], ['c']])
    expect(isChanged(withRemoved(withAdded(unchanged, [a]), [a]))).toBe(false)
  })

  it('are never to come and to leave at once, nor twice', () => {
    const moves = fc.array(fc.record({ into: fc.boolean(), which: fc.subarray([a, b, c]) }), { maxLength: 8 })
    fc.assert(
      fc.property(moves, (all) => {
        const { added, removed } = all.reduce((now, { into, which }) => (into ? withAdded(now, which) : withRemoved(now, which)), unchanged)
        const both = [...added, ...removed].map(({ id }) => id)
        expect(new Set(both).size).toBe(both.length)
      }),
    )
  })
})
