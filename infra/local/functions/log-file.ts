/** A function's log: appended, and put aside once when it is full, so that two files bound it. */
import { appendFileSync, renameSync, statSync } from 'node:fs'

export const maxLogBytes = 5 * 1024 * 1024

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}

/** Gives a writer of text. */
export const openLog = (path: string): ((text: string) => void) => {
  let size = sizeOf(path)
  return (text) => {
    if (size + text.length > maxLogBytes) {
      if (size > 0) renameSync(path, `${path}.1`)
      size = 0
    }
    appendFileSync(path, text, { mode: 0o600 })
    size += Buffer.byteLength(text)
  }
}
