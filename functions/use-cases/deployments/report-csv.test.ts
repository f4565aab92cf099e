import { describe, expect, it } from 'vitest'
import { csvCell } from './report-csv.ts'

describe('cells of the report as CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['with, comma', '"with, comma"'],
    ['says "hello"', '"says ""hello"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@cmd', "'@cmd"],
    ['  =1+1', "'  =1+1"],
    ['\t=1', "'\t=1"],
  ])('writes %j as %j', (value, cell) => expect(csvCell(value)).toBe(cell))

  it('leaves numbers and what is missing alone', () => {
    expect(csvCell(-3)).toBe('-3')
    expect(csvCell(null)).toBe('')
  })
})
