import { randomInt } from 'node:crypto'

// Without the letters and digits that people confuse when they read them out.
const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=_'] as const
const length = 20

const any = (from: string): string => from[randomInt(from.length)] ?? ''

/** Twenty characters, some of each kind that the pool's policy asks for: more than 110 bits. */
export const newOneTimePassword = (): string => {
  const letters = kinds.slice(0, 3).join('')
  const drawn = [...kinds.map(any), ...Array.from({ length: length - kinds.length }, () => any(letters))]
  for (let at = drawn.length - 1; at > 0; at--) {
    const other = randomInt(at + 1)
    ;[drawn[at], drawn[other]] = [drawn[other] ?? '', drawn[at] ?? '']
  }
  return drawn.join('')
}
