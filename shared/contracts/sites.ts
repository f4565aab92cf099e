import * as z from 'zod'
import { rangeOf } from '../domain/people/ip-range.ts'
import { Id, Instant, line } from './common.ts'
import { Port, SshUser } from './machines.ts'

/** An edge launcher as the console sees it. */
export const Edge = z
  .object({
    id: Id,
    siteId: Id,
    name: z.string(),
    version: z.string(),
    enrolledAt: Instant,
    lastSeenAt: Instant.nullable(),
    slotsTotal: z.int().nonnegative(),
    slotsUsed: z.int().nonnegative(),
    sshPublicKey: z.string().meta({ description: 'One line for `authorized_keys` of the machines of the site.' }),
  })
  .meta({ id: 'Edge' })
export type Edge = z.infer<typeof Edge>

/** A LAN with one or more edge launchers. */
export const Site = z
  .object({
    id: Id,
    name: z.string(),
    timeZone: z.string().meta({ description: 'IANA time zone, e.g. Europe/Paris.' }),
    broadcasts: z.array(z.string()).meta({ description: 'Directed broadcast addresses that Wake-on-LAN packets are sent to.' }),
    maxBandwidth: z.int().nullable().meta({ description: 'Bits a second that all transfers of the site take together; null: no limit.' }),
    newMachinesPerHour: z
      .int()
      .meta({ description: 'Machines that inventories may make within an hour; more of them are asked to come again.' }),
    newMachinesRefusedAt: Instant.nullable().meta({ description: 'When an inventory of a new machine was last the first one too many.' }),
    networks: z
      .array(z.string())
      .meta({ description: 'Preferred networks: where a machine has several addresses, SSH uses one in the first of these.' }),
    sshUser: z
      .string()
      .nullable()
      .meta({ description: 'Account for SSH where neither the machine nor its entities name one; null: root.' }),
    sshPort: Port.nullable().meta({ description: 'Port for SSH where neither the machine nor its entities name one; null: 22.' }),
    createdAt: Instant,
    edges: z.array(Edge),
  })
  .meta({ id: 'Site' })
export type Site = z.infer<typeof Site>

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0)
    return true
  } catch {
    return false
  }
}
export const TimeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Paris')

/** Where Wake-on-LAN packets of a site go, besides the broadcasts of the edge launchers' own interfaces. */
const Broadcasts = z.array(z.ipv4('must be an IPv4 broadcast address such as 10.1.255.255')).max(100, 'must be at most 100 addresses')
/** In the order of preference. */
const Networks = z
  .array(
    z
      .string()
      .trim()
      .max(50)
      .refine((text) => /\/\d{1,3}$/.test(text) && rangeOf(text) !== null, 'must be a network such as 10.1.0.0/16 or fd00:1::/64'),
  )
  .max(20, 'must be at most 20 networks')
const MaxBandwidth = z.int('must be a whole number').min(8000, 'must be at least 8000 bits a second').nullable()

/** A site grows slowly; whoever rolls agents out to thousands of machines at once raises it for that day. */
export const newMachinesPerHour = 500
const NewMachinesPerHour = z.int('must be a whole number').min(0, 'must be at least 0').max(1_000_000, 'must be at most 1000000')

export const CreateSite = z
  .strictObject({
    id: Id.optional().meta({ description: 'Chosen by the caller, or made when absent.' }),
    name: line(100),
    timeZone: TimeZone,
    broadcasts: Broadcasts.default([]),
    maxBandwidth: MaxBandwidth.default(null),
    newMachinesPerHour: NewMachinesPerHour.default(newMachinesPerHour),
    networks: Networks.default([]),
    sshUser: SshUser.nullable().default(null),
    sshPort: Port.nullable().default(null),
  })
  .meta({ id: 'CreateSite' })
export type CreateSite = z.infer<typeof CreateSite>

export const EditSite = z
  .strictObject({
    name: line(100).optional(),
    timeZone: TimeZone.optional(),
    broadcasts: Broadcasts.optional(),
    maxBandwidth: MaxBandwidth.optional(),
    newMachinesPerHour: NewMachinesPerHour.optional(),
    networks: Networks.optional(),
    sshUser: SshUser.nullable().optional(),
    sshPort: Port.nullable().optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditSite' })
export type EditSite = z.infer<typeof EditSite>

/** What an administrator hands to a new edge launcher. Shown once. */
export const EnrolmentToken = z.object({ token: z.string(), siteId: Id, expiresAt: Instant }).meta({ id: 'EnrolmentToken' })
export type EnrolmentToken = z.infer<typeof EnrolmentToken>
