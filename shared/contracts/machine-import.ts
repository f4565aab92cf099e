/** Machines from elsewhere: what a file may say of each, and what became of every line. */
import * as z from 'zod'
import { Id, line } from './common.ts'
import { Address, KeyName, MacAddresses, Port, SshUser } from './machines.ts'

/** Lines of one file. A longer list is sent in several. */
export const mostImported = 1000
export const mostAddresses = 16
/** What API Gateway and Lambda let through in one request, with room for headers. */
export const mostImportBytes = 4_000_000
/** Faults that an answer names; it counts them all. */
export const mostFaults = 500

/** A spreadsheet has one cell for several. */
const several = (value: unknown): unknown => (typeof value === 'string' ? value.split(/[\s,;|]+/).filter((one) => one !== '') : value)
const whole = (value: unknown): unknown => (typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value)

export const ImportedMachine = z.strictObject({
  name: line(200),
  addresses: z.preprocess(
    several,
    z
      .array(Address, 'must be one address or several')
      .min(1, 'must have at least one address')
      .max(mostAddresses, `must be at most ${mostAddresses} addresses`),
  ),
  macs: z.preprocess(several, MacAddresses.default([])),
  site: line(100).optional().meta({ description: 'Its id, or its name in any case.' }),
  entity: line(1000).optional().meta({ description: 'Its id, or its path below the root: `France / Lyon`. Absent: as the rules say.' }),
  sshUser: SshUser.optional(),
  sshPort: z.preprocess(whole, Port.optional()),
  keyName: KeyName.optional(),
  tag: line(200).optional().meta({ description: 'What rules of entities see, like the tag of an agent.' }),
  externalId: line(200)
    .optional()
    .meta({ description: 'What the machine is called where the list comes from: the same one twice is the same machine.' }),
  inventory: z
    .record(z.string(), z.unknown(), 'must be an object of sections')
    .optional()
    .meta({ description: 'Sections of an inventory record.' }),
})
export type ImportedMachine = z.infer<typeof ImportedMachine>
export const importedFields = Object.keys(ImportedMachine.shape)

const yesOrNo = z
  .enum(['true', 'false'], 'must be true or false')
  .default('false')
  .transform((text) => text === 'true')
export const ImportQuery = z.object({
  dryRun: yesOrNo.meta({ description: 'true: only looks, and says what would be done.' }),
  partial: yesOrNo.meta({ description: 'true: lines at fault are left out. Otherwise one of them keeps everything from being written.' }),
  siteId: Id.optional().meta({ description: 'The site of lines that name none.' }),
})
export type ImportQuery = z.infer<typeof ImportQuery>

export const ImportBody = z
  .union([
    z.string(),
    z
      .array(z.record(z.string(), z.unknown()))
      .min(1, 'must have at least one machine')
      .max(mostImported, `must have at most ${mostImported} machines`),
  ])
  .meta({ description: 'A list of machines, or CSV with a header line. docs/inventory.md has every field.' })
export type ImportBody = z.infer<typeof ImportBody>

export const ImportFault = z
  .object({
    line: z.int().meta({ description: 'Of the file, the header being 1; of a list in JSON, its place from 1 on.' }),
    field: z.string(),
    value: z.string().nullable(),
    message: z.string().meta({ description: 'What would be right.' }),
  })
  .meta({ id: 'ImportFault' })
export type ImportFault = z.infer<typeof ImportFault>

export const importOutcomes = ['created', 'changed', 'unchanged'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

export const ImportReport = z
  .object({
    written: z.boolean().meta({ description: 'false: a dry run.' }),
    lines: z.int(),
    counts: z.object({ created: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int() }),
    machines: z.array(
      z.object({
        line: z.int(),
        name: z.string(),
        outcome: z.enum(importOutcomes),
        id: Id.nullable().meta({ description: 'null: it would be made.' }),
      }),
    ),
    faults: z.array(ImportFault).max(mostFaults),
  })
  .meta({ id: 'ImportReport' })
export type ImportReport = z.infer<typeof ImportReport>
