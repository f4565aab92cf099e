import { describe, expect, it } from 'vitest'
import { csvCell, csvOf } from './csv.ts'

describe('CSV', () => {
  it.each(['=1+1', '+1', '-1+cmd|x', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n@x'])('%j is no formula any more', (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
  })

  it('quotes what must be, and leaves the rest as it is', () => {
    expect(csvOf([['a', 'b,c', 'say "x"', 'two\nlines', null, -3, true]])).toBe('\ufeffa,"b,c","say ""x""","two\nlines",,-3,true\r\n')
  })
})
