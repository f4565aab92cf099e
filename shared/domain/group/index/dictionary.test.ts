import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dictionary } from './dictionary.ts'

const with_ = (values: readonly string[]): Dictionary => {
  const dictionary = new Dictionary()
  for (const value of values) dictionary.add(value)
  return dictionary
}
const letters = fc.array(fc.constantFrom('a', 'B', 'c', ' ', '.', 'é'), { maxLength: 6 }).map((some) => some.join(''))
const patterns = fc.array(fc.constantFrom('a', 'b', 'C', '*', '*', '.'), { maxLength: 7 }).map((some) => some.join(''))
const asRule = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .toLowerCase()
      .split('*')
      .map((piece) => piece.replace(/[.]/g, '\\.'))
      .join('.*')}$`,
    's',
  )

describe('C4 the dictionary of a field', () => {
  it('"msx" finds MSXML 6.0 Parser, any part does, and what begins so comes first', () => {
    const dictionary = with_(['Core MSXML', 'MSXML 6.0 Parser', 'MSXML 4.0 SP2 Parser and SDK', 'Firefox'])
    expect(dictionary.suggestions('msx', 20)).toEqual(['MSXML 6.0 Parser', 'MSXML 4.0 SP2 Parser and SDK', 'Core MSXML'])
    expect(dictionary.suggestions('0 pAr', 20)).toEqual(['MSXML 6.0 Parser'])
    expect(dictionary.suggestions('x', 1)).toEqual(['Firefox'])
    expect(dictionary.suggestions('zzz', 20)).toEqual([])
  })

  it('a value is there as long as one chunk has it', () => {
    const dictionary = with_(['Vim', 'Vim', 'nano'])
    dictionary.remove('vim')
    expect(dictionary.suggestions('vim', 20)).toEqual(['Vim'])
    dictionary.remove('vim')
    expect(dictionary.suggestions('vim', 20)).toEqual([])
    dictionary.add('VIM')
    expect(dictionary.suggestions('vim', 20)).toEqual(['VIM'])
    expect(dictionary.size).toBe(2)
  })

  it('finds by pattern and by part what a plain look at each value finds', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(letters, { maxLength: 30, selector: (value) => value.toLowerCase() }),
        fc.array(letters),
        patterns,
        letters,
        (values, gone, pattern, part) => {
          const dictionary = with_(values)
          for (const value of gone) dictionary.remove(value)
          const dead = new Set(gone.map((value) => value.toLowerCase()))
          const left = values.filter((value) => !dead.has(value.toLowerCase()))
          expect(dictionary.matching(pattern).sort()).toEqual(left.filter((value) => asRule(pattern).test(value.toLowerCase())).sort())
          expect(dictionary.suggestions(part, 1000).sort()).toEqual(
            left.filter((value) => value.toLowerCase().includes(part.toLowerCase())).sort(),
          )
        },
      ),
      { numRuns: 2000 },
    )
  })
})
