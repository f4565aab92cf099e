/** A function's log: appended, and put aside once when it is full, so that two files bound it. */
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'

export const maxLogBytes = 5 * 1024 * 1024

/** Gives a writer of text. The file stays open: functions say something with each message. */
export const openLog = (path: string): ((text: string) => void) => {
  const open = (): number => openSync(path, 'a', 0o600)
  let file: number | null = null
  let size = 0
  return (text) => {
    const bytes = Buffer.from(text)
    if (file === null) {
      file = open()
      size = fstatSync(file).size
    }
    if (size > 0 && size + bytes.length > maxLogBytes) {
      closeSync(file)
      renameSync(path, `${path}.1`)
      file = open()
      size = 0
    }
    // A full disk takes a part of it.
    size += writeSync(file, bytes)
  }
}
