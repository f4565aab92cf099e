import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quote } from './quote.ts'

const throughSh = (words: readonly string[]): string[] => {
  // Written by a real sh: each argument, then an unlikely separator.
  const output = execFileSync('sh', ['-c', `printf '%s\\036' ${words.map(quote).join(' ')}`], { encoding: 'buffer' })
  return output.toString('utf8').split('\u001e').slice(0, words.length)
}

describe('R8 quoting for a POSIX shell', () => {
  it.each([
    '',
    ' ',
    "it's",
    '$(touch /tmp/owned)',
    '`id`',
    '-oProxyCommand=id',
    'a\nb',
    '"; rm -rf /; "',
    "'; id; '",
    '\\',
    "\\'",
    '!!',
    '*',
    '~',
    'é\u202e',
  ])('gives %j back unchanged through a real sh', (word) => {
    expect(throughSh([word])).toEqual([word])
  })

  it('gives any list of words back unchanged through a real sh', () => {
    const word = fc
      .oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom("'", '"', '$', '`', '\\', '\n', ' ', '(', ')', '-', ';', '&') }),
      )
      .map((text) => text.replaceAll('\0', '').replaceAll('\u001e', '').toWellFormed())
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        expect(throughSh(words)).toEqual(words)
      }),
      { numRuns: 60 },
    )
  })

  it('refuses a NUL, which no argument can carry', () => {
    expect(() => quote('a\0b')).toThrow(TypeError)
  })
})
