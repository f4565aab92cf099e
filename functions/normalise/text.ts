/** Text as machines send it, made fit to show: charset, control characters, doubly encoded UTF-8. */

import { TextDecoder } from 'node:util'

const strict = new TextDecoder('utf-8', { fatal: true })
const declared = /^[\s\uFEFF]*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/

/** UTF-8 where it is valid, else what the document declares, else windows-1252, which takes any byte. */
export const decodeDocument = (bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes)
  } catch {
    const label = declared.exec(Buffer.from(bytes.subarray(0, 300)).toString('latin1'))?.[1] ?? 'windows-1252'
    return decoderFor(label).decode(bytes)
  }
}

const decoderFor = (label: string): TextDecoder => {
  try {
    const decoder = new TextDecoder(label)
    // It was tried, and is not.
    return decoder.encoding === 'utf-8' ? new TextDecoder('windows-1252') : decoder
  } catch {
    return new TextDecoder('windows-1252')
  }
}

const mayBeDoubled = /[\u00c2-\u00f4][\u0080-\u00bf]/
const beyondLatin1 = /[\u0100-\uffff]/

/** `rÃ©sumÃ©` → `résumé`: only where the whole text, read as Latin-1 bytes, is valid UTF-8 again. */
export const repaired = (text: string): string => {
  if (!mayBeDoubled.test(text) || beyondLatin1.test(text)) return text
  try {
    return strict.decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}

// What no XML may hold, and machines write all the same. Not those from 80 to 9F: doubly encoded letters have them.
const notXml = /[^\P{Cc}\t\n\r\u0080-\u009f]|[\ufffe\uffff]/gu
export const withoutControls = (text: string): string => text.replace(notXml, ' ')

// Control characters, and marks that reorder what people read.
const unfit = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu
const mayBeUnfit = /[^\x20-\x7e]/

/** One line of at most `longest` UTF-16 units, or null where nothing is left. */
export const clean = (text: string | undefined, longest: number): string | null => {
  if (text === undefined) return null
  const shown = (mayBeUnfit.test(text) ? repaired(text).replace(unfit, ' ') : text).trim()
  if (shown === '') return null
  const short = shown.length > longest ? shown.slice(0, longest).trimEnd() : shown
  return mayBeUnfit.test(short) ? short.toWellFormed() : short
}
