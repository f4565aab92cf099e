import { describe, expect, it } from 'vitest'
import { csvRow } from './csv.ts'

describe('cells of CSV', () => {
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
  ])('writes %j as %j', (value, cell) => expect(csvRow([value, 'x'])).toBe(`${cell},x\r\n`))

  it('leaves numbers and what is missing alone', () => expect(csvRow([-3, null])).toBe('-3,\r\n'))
})
