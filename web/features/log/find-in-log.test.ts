import { describe, expect, it } from 'vitest'
import { cutAt, hitsIn, mostHits } from './find-in-log.ts'

describe('F5 the search in a log', () => {
  it('finds every occurrence, in any case, in the order of the log', () => {
    const lines = [{ text: 'Error: no room, error 28\n' }, { text: 'fine' }, { text: 'ERROR' }]
    expect(hitsIn(lines, 'error')).toEqual([
      { line: 0, nth: 0 },
      { line: 0, nth: 1 },
      { line: 2, nth: 0 },
    ])
  })
  it('finds what is shown, through the orders to a terminal that are not', () => {
    expect(hitsIn([{ text: '\x1b[31mred\x1b[0m alert' }], 'red alert')).toHaveLength(1)
    expect(hitsIn([{ text: '\x1b[31mx' }], '31m')).toHaveLength(0)
  })
  it('takes the text as it is: no pattern', () => {
    expect(hitsIn([{ text: 'a.c abc (x' }], 'a.c')).toHaveLength(1)
    expect(hitsIn([{ text: 'a.c abc (x' }], '(x')).toHaveLength(1)
  })
  it('finds nothing for nothing, and counts up to a limit', () => {
    expect(hitsIn([{ text: 'abc' }], ' ')).toEqual([])
    expect(hitsIn([{ text: 'a'.repeat(mostHits + 5) }], 'a')).toHaveLength(mostHits)
  })
  it('cuts a line at its hits and loses nothing', () => {
    expect(cutAt('no room, No room', 'no')).toEqual(['', 'no', ' room, ', 'No', ' room'])
    expect(cutAt('İstanbul İS', 's').join('')).toBe('İstanbul İS')
  })
})
