/** What functions asked of AWS: in memory, and with `--record-permissions` as JSON lines. */
import { appendFileSync } from 'node:fs'
import * as z from 'zod'

export const Recorded = z.object({ function: z.string(), action: z.string(), resource: z.string(), allowed: z.boolean() })
export type Recorded = z.infer<typeof Recorded>

export type PermissionRecord = {
  readonly add: (call: Recorded) => void
  /** Each different call once. */
  readonly all: () => readonly Recorded[]
}

/** Different calls are kept; ids in resources would grow without end, so no more than this many. */
const keptCalls = 20_000

/** Each different call is written once. */
export const permissionRecord = (file: string | null, onRefusal: (call: Recorded) => void): PermissionRecord => {
  const seen = new Map<string, Recorded>()
  return {
    add: (call) => {
      if (!call.allowed) onRefusal(call)
      const key = `${call.function}\n${call.action}\n${call.resource}\n${call.allowed}`
      if (seen.has(key) || seen.size >= keptCalls) return
      seen.set(key, call)
      if (file !== null) appendFileSync(file, `${JSON.stringify(call)}\n`)
    },
    all: () => [...seen.values()],
  }
}
