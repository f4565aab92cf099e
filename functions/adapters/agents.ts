/** What the door of the agents knows: each site's secret, how often a device has sent, and whose next inventory must be a full one. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { SiteRecord } from './records.ts'
import type { Table } from './table.ts'

export const SecretRecord = z.object({
  hash: z.string(),
  createdAt: z.string(),
  createdBy: z.string().nullable().default(null),
  /** The one before, for as long as both count. */
  previousHash: z.string().nullable(),
  previousUntil: z.string().nullable(),
})
export type SecretRecord = z.infer<typeof SecretRecord>

const secretKey = (siteId: string) => ({ pk: `SITE#${siteId}`, sk: 'INVENTORY-SECRET' })
const shortened = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32)
const windowSeconds = 600
const siteKey = (siteId: string) => ({ pk: `SITE#${siteId}`, sk: 'SITE' })
const hourSeconds = 3600
const hourOf = (seconds: number): number => Math.floor(seconds / hourSeconds)
const newKey = (siteId: string, nowSeconds: number) => ({ pk: `NEW-MACHINES#${siteId}`, sk: String(hourOf(nowSeconds)) })
const NewMachines = SiteRecord.pick({ newMachinesPerHour: true, newMachinesRefusedAt: true })
const fullKey = (agentKey: string) => ({ pk: `AGENT#${shortened(agentKey)}`, sk: 'NEEDS-FULL' })
const needsFullSeconds = 90 * 86_400

export const agentStore = (table: Table) => ({
  secret: async (siteId: string): Promise<SecretRecord | null> => {
    const item = await table.get(secretKey(siteId))
    return item ? SecretRecord.parse(item) : null
  },
  putSecret: (siteId: string, secret: SecretRecord) => table.put({ ...secretKey(siteId), ...secret }),
  /** How many uploads this device has sent within the present ten minutes, this one included. */
  countUpload: (agentKey: string, nowSeconds: number): Promise<number> =>
    table.increment(
      { pk: `RATE#${shortened(agentKey)}`, sk: String(Math.floor(nowSeconds / windowSeconds)) },
      'uploads',
      nowSeconds + 2 * windowSeconds,
    ),
  /** How many machines nobody knew before the site may have within an hour, and whether there is room for another one. */
  roomForNew: async (siteId: string, nowSeconds: number): Promise<{ readonly isThere: boolean; readonly most: number }> => {
    const { newMachinesPerHour: most, newMachinesRefusedAt: refusedAt } = NewMachines.parse((await table.get(siteKey(siteId))) ?? {})
    const isThere = z.number().parse((await table.get(newKey(siteId, nowSeconds)))?.['machines'] ?? 0) < most
    // Once an hour, and not with each upload of a flood.
    if (!isThere && (refusedAt === null || hourOf(Date.parse(refusedAt) / 1000) < hourOf(nowSeconds)))
      await table.update(siteKey(siteId), { set: { newMachinesRefusedAt: new Date(nowSeconds * 1000).toISOString() } })
    return { isThere, most }
  },
  /** Those that are refused do not count: whoever gives more room has it at once. A few that come in one moment may be above. */
  countNew: (siteId: string, nowSeconds: number): Promise<number> =>
    table.increment(newKey(siteId, nowSeconds), 'machines', nowSeconds + 2 * hourSeconds),
  needsFull: async (agentKey: string): Promise<boolean> => (await table.get(fullKey(agentKey))) !== undefined,
  askForFull: (agentKey: string, nowSeconds: number) => table.put({ ...fullKey(agentKey), expiresAt: nowSeconds + needsFullSeconds }),
  /** Asked first, since nearly none was told to: a read costs a tenth of a write. */
  hasSentFull: async (agentKey: string): Promise<void> => {
    if (await table.get(fullKey(agentKey))) await table.delete(fullKey(agentKey))
  },
})
export type AgentStore = ReturnType<typeof agentStore>
