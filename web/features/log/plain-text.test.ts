import { describe, expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

describe('text of a machine, made inert', () => {
  it.each([
    ['colours', '\x1b[1;31mred\x1b[0m', 'red'],
    ['8-bit CSI', '\u009b31mred', 'red'],
    ['a window title', '\x1b]0;owned\x07text', 'text'],
    ['a terminal link', '\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\', 'here'],
    ['a device control string', '\x1bP1$r0m\x1b\\text', 'text'],
    ['a cleared screen', '\x1b[2J\x1b[Htext', 'text'],
    ['a character set', '\x1b(Btext', 'text'],
    ['an escape alone', 'a\x1b', 'a␛'],
    ['a bell and a NUL', 'a\x07b\x00', 'a␇b␀'],
    ['a direction override', 'a\u202eb', 'a‹U+202E›b'],
    ['a zero-width space', 'a\u200bb', 'a‹U+200B›b'],
    ['Windows line ends', 'a\r\nb\r\n', 'a\nb\n'],
    ['a progress that overwrites itself', '10%\r50%\r100%', '10%\n50%\n100%'],
    ['tabs and line breaks', 'a\tb\nc', 'a\tb\nc'],
    ['markup', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['accents and emoji', 'é 中 👩‍💻', 'é 中 👩‍💻'],
  ])('%s', (_, text, inert) => {
    expect(plainText(text)).toBe(inert)
  })

  it('takes an unfinished sequence of a megabyte in its stride', () => {
    const began = performance.now()
    plainText(`\x1b]${'x'.repeat(1_000_000)}`)
    plainText('\x1b['.repeat(300_000))
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
