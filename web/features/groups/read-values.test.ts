import { describe, expect, it } from 'vitest'
import { maxImportValues } from '#shared/contracts/groups.ts'
import { decoded, readValues, unmatchedText } from './read-values.ts'

const bytes = (...codes: number[]): ArrayBuffer => new Uint8Array(codes).buffer

describe('C7 a file of values', () => {
  it('is one value a line, whose number in the file stays', () => {
    expect(readValues('\ufeffpc-1\r\n\r\n "pc ""2""" \npc-3\n\n')).toEqual({
      kind: 'values',
      values: ['pc-1', '', 'pc "2"', 'pc-3'],
      filled: 3,
    })
  })

  it('that is empty, too long or too wide is not sent', () => {
    expect(readValues(' \n\n')).toEqual({ kind: 'fault', fault: 'empty' })
    expect(readValues('x\n'.repeat(maxImportValues + 1))).toEqual({ kind: 'fault', fault: 'long' })
    expect(readValues('x'.repeat(301))).toEqual({ kind: 'fault', fault: 'wide' })
    expect(readValues('x\n'.repeat(maxImportValues)).kind).toBe('values')
  })

  it('is read as UTF-8, and as Windows writes where it is not', () => {
    expect(decoded(bytes(0xc3, 0xa9))).toBe('é')
    expect(decoded(bytes(0xe9, 0x0a))).toBe('é\n')
  })

  it('gives back what matched nothing, line by line', () => {
    expect(
      unmatchedText([
        { line: 2, value: 'pc-9' },
        { line: 7, value: 'é' },
      ]),
    ).toBe('pc-9\né\n')
  })
})
