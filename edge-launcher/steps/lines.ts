/** Cuts a stream of bytes into lines of text for the log, and keeps count of the bytes that whole lines have used up. */
import { cleanLine } from '../ssh/clean-text.ts'

/** Bytes; a longer line is cut, which the log's contract wants too. */
const longestLine = 8192

export const lineCutter = (startAt: number, onLine: (text: string, upTo: number) => void) => {
  let pending: Buffer = Buffer.alloc(0)
  let position = startAt
  const emit = (length: number, separator: number) => {
    const text = cleanLine(pending.subarray(0, length).toString('utf8'))
    pending = pending.subarray(length + separator)
    position += length + separator
    onLine(text, position)
  }
  return {
    add: (bytes: Buffer): void => {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
      for (;;) {
        const end = pending.indexOf(10)
        if (end >= 0 && end <= longestLine) emit(end, 1)
        else if (pending.length > longestLine) emit(cutBefore(pending, longestLine), 0)
        else return
      }
    },
    /** The script has ended: what has no line break is a line all the same. */
    end: (): void => {
      if (pending.length > 0) emit(pending.length, 0)
    },
  }
}

/** Not in the middle of a UTF-8 character. */
const cutBefore = (bytes: Buffer, length: number): number => {
  let at = length
  while (at > length - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--
  return at
}
