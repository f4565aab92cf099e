/**
 * The distinct values of a field, in memory: one text with a value a line, searched as a whole. 200,000 values answer
 * "contains" within a millisecond, without any index of their parts.
 */
import { foldText } from './term-key.ts'

/** Best first, this many are looked at for the few that are shown. */
const mostRanked = 100

export class Dictionary {
  private text = '\n'
  private struck = 0
  private readonly lines = new Set<string>()
  /** By the folded value: its spelling, and in how many chunks of machines it is. */
  private readonly entries = new Map<string, { value: string; chunks: number }>()

  get size(): number {
    return this.entries.size
  }

  add(value: string): void {
    const folded = foldText(value)
    const entry = this.entries.get(folded)
    if (entry) {
      entry.chunks += 1
      return
    }
    this.entries.set(folded, { value, chunks: 1 })
    if (this.lines.has(folded)) this.struck -= 1
    else {
      this.lines.add(folded)
      this.text += `${folded}\n`
    }
  }

  /** Its line stays until half of the text is such lines. */
  remove(value: string): void {
    const folded = foldText(value)
    const entry = this.entries.get(folded)
    if (!entry) return
    entry.chunks -= 1
    if (entry.chunks > 0) return
    this.entries.delete(folded)
    this.struck += 1
    if (this.struck * 2 > this.lines.size) this.write()
  }

  private write(): void {
    this.lines.clear()
    for (const folded of this.entries.keys()) this.lines.add(folded)
    this.text = `\n${[...this.lines].map((folded) => `${folded}\n`).join('')}`
    this.struck = 0
  }

  /** How people write it; null where nobody has it. */
  spelling(folded: string): string | null {
    return this.entries.get(folded)?.value ?? null
  }

  /** Up to `limit` values with `part` anywhere in them: those that begin so first, then by length and alphabet. */
  suggestions(part: string, limit: number): string[] {
    const wanted = foldText(part)
    const found: string[] = []
    for (const folded of this.linesWith(wanted)) {
      found.push(folded)
      if (found.length === mostRanked) break
    }
    const rank = (folded: string): number => (folded.startsWith(wanted) ? 0 : 1)
    return found
      .sort((a, b) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1))
      .slice(0, limit)
      .flatMap((folded) => this.spelling(folded) ?? [])
  }

  /** All values with `part` anywhere in them, folded. */
  containing(part: string): string[] {
    return [...this.linesWith(foldText(part))]
  }

  /** All values that a pattern meets: `*` stands for any text, the empty one too. Capitals and small letters are the same. */
  matching(pattern: string): string[] {
    const pieces = foldText(pattern).split('*')
    const longest = pieces.reduce((a, b) => (b.length > a.length ? b : a), '')
    const values: string[] = []
    for (const folded of this.linesWith(longest)) if (meets(folded, pieces)) values.push(this.entries.get(folded)?.value ?? folded)
    return values
  }

  private *linesWith(part: string): Generator<string> {
    for (let at = this.text.indexOf(part, 1); at >= 0 && at < this.text.length; ) {
      const start = this.text.lastIndexOf('\n', at - (part === '' ? 1 : 0)) + 1
      const end = this.text.indexOf('\n', Math.max(at, start))
      if (end < 0) return
      const folded = this.text.slice(start, end)
      if (this.entries.has(folded)) yield folded
      at = this.text.indexOf(part, end + 1)
    }
  }
}

/** Piece after piece, each as early as it can be: linear, whatever somebody writes. */
const meets = (folded: string, pieces: readonly string[]): boolean => {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return folded === first
  if (!folded.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = folded.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return folded.length - last.length >= at && folded.endsWith(last)
}
