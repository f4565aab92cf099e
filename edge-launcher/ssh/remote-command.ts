/**
 * Commands for machines. A command is a fixed script of ours plus arguments, which reach it as "$1", "$2", …;
 * nothing is ever pasted into the script itself. Only `remoteCommand` makes one.
 */
import { randomBytes } from 'node:crypto'
import { quote } from './quote.ts'

declare const made: unique symbol
export type RemoteCommand = {
  readonly text: string
  /** Output begins after this line: what comes before is the login shell's own noise (.bashrc, motd). */
  readonly sentinel: string
  readonly [made]: true
}

// `unset CDPATH`: with it `cd` prints. The sentinel goes to both streams, on a line of its own whatever was printed before.
const opening = `unset CDPATH; printf '\\n%s\\n' "$1"; printf '\\n%s\\n' "$1" >&2; shift\n`

/** The script runs under `sh` whatever the account's login shell is. Throws when an argument holds a NUL. */
export const remoteCommand = (script: string, args: readonly string[]): RemoteCommand => {
  const sentinel = `pulse-${randomBytes(12).toString('hex')}`
  const text = ['exec', 'sh', '-c', quote(opening + script), 'pulse-edge', sentinel, ...args.map(quote)].join(' ')
  return { text, sentinel } as RemoteCommand
}

/** Passes on what follows the sentinel line. `noiseLimit` in bytes: beyond it whatever is there is not our script. */
export const afterSentinel = (sentinel: string, pass: (chunk: Buffer) => void, noiseLimit = 1024 * 1024): ((chunk: Buffer) => void) => {
  const mark = Buffer.from(`\n${sentinel}\n`)
  let pending: Buffer | null = Buffer.alloc(0)
  return (chunk) => {
    if (pending === null) return pass(chunk)
    pending = Buffer.concat([pending, chunk])
    const at = pending.indexOf(mark)
    if (at >= 0) {
      const rest = pending.subarray(at + mark.length)
      pending = null
      if (rest.length > 0) pass(rest)
    } else if (pending.length > noiseLimit) {
      pending = pending.subarray(pending.length - mark.length)
    }
  }
}
