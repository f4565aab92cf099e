/** Where a text occurs in a log, in any case; as shown, since what a person searches is what they see. Pure. */
import type { LogLine } from '#shared/contracts/deployments.ts'
import { plainText } from './plain-text.ts'

export type Hit = {
  /** Place of the line. */
  readonly line: number
  /** Which occurrence in this line, from 0. */
  readonly nth: number
}

/** Hits beyond these are not counted: nobody goes through them one by one. */
export const mostHits = 10_000

/** What a line shows. */
export const shownText = (text: string): string => plainText(text).replace(/\n$/, '')

/** A text cut at the occurrences of `wanted`: odd places are occurrences. */
export const cutAt = (text: string, wanted: string): readonly string[] => {
  if (wanted === '') return [text]
  const [low, sought] = [text.toLowerCase(), wanted.toLowerCase()]
  // Some letters change their length with their case; then places in one text are not places in the other.
  const [where, what] = low.length === text.length && sought.length === wanted.length ? [low, sought] : [text, wanted]
  const pieces: string[] = []
  let from = 0
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + what.length))
    from = at + what.length
  }
  pieces.push(text.slice(from))
  return pieces
}

/** All hits, in the order of the log. */
export const hitsIn = (lines: readonly Pick<LogLine, 'text'>[], wanted: string): readonly Hit[] => {
  const hits: Hit[] = []
  if (wanted.trim() === '') return hits
  for (const [line, { text }] of lines.entries()) {
    const occurrences = (cutAt(shownText(text), wanted).length - 1) / 2
    for (let nth = 0; nth < occurrences; nth += 1) {
      hits.push({ line, nth })
      if (hits.length >= mostHits) return hits
    }
  }
  return hits
}
