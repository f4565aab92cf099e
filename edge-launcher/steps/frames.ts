/** Reads what runScript says: lines, and after `o N` or `e N` that many bytes of the program's own output. */

export type Frame =
  | { readonly kind: 'started' }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Buffer }
  | {
      readonly kind: 'ended'
      /** null: something else than a code was in its file. */
      readonly code: number | null
      readonly how: 'by-itself' | 'timed-out' | 'interrupted'
      /** Bytes that the program wrote in all. */
      readonly out: number
      readonly err: number
    }
  | { readonly kind: 'vanished' }
  | { readonly kind: 'beat' }

const longestLine = 128
const mostBytes = 65_536
export class BadFrame extends Error {}

/** Throws `BadFrame` on anything else: a machine may say what it likes. */
export const frameReader = (onFrame: (frame: Frame) => void): ((chunk: Buffer) => void) => {
  let pending: Buffer = Buffer.alloc(0)
  let inside: { readonly stream: 'stdout' | 'stderr'; readonly length: number } | null = null
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    for (;;) {
      if (inside) {
        if (pending.length < inside.length) return
        const bytes = pending.subarray(0, inside.length)
        pending = pending.subarray(inside.length)
        const { stream } = inside
        inside = null
        onFrame({ kind: 'output', stream, bytes })
        continue
      }
      const end = pending.indexOf(10)
      if (end < 0 && pending.length <= longestLine) return
      const line = pending.subarray(0, Math.max(0, Math.min(end, longestLine))).toString('latin1')
      if (end < 0 || end > longestLine) throw new BadFrame(`the machine said ${JSON.stringify(pending.subarray(0, 40).toString('latin1'))}`)
      pending = pending.subarray(end + 1)
      const output = /^([oe]) (\d{1,5})$/.exec(line)
      if (output && Number(output[2]) <= mostBytes) inside = { stream: output[1] === 'o' ? 'stdout' : 'stderr', length: Number(output[2]) }
      else onFrame(frameOf(line))
    }
  }
}

const frameOf = (line: string): Frame => {
  if (line === 's') return { kind: 'started' }
  if (line === 'k') return { kind: 'beat' }
  if (line === 'v') return { kind: 'vanished' }
  const ended = /^x (\d{0,4}) ([012]) (\d{1,15}) (\d{1,15})$/.exec(line)
  if (!ended) throw new BadFrame(`the machine said ${JSON.stringify(line)}`)
  const [, code, how, out, err] = ended
  return {
    kind: 'ended',
    code: code ? Number(code) : null,
    how: how === '2' ? 'interrupted' : how === '1' ? 'timed-out' : 'by-itself',
    out: Number(out),
    err: Number(err),
  }
}
