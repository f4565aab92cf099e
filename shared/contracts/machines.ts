import * as z from 'zod'
import { addressReasons, mostTried } from '../domain/machine/ssh-addresses.ts'
import { settingPlaces } from '../domain/machine/ssh-settings.ts'
import { Id, Instant, line, pageQuery } from './common.ts'

/** A host name or an IP address, and nothing that an SSH client or a shell could take for something else. */
export const Address = z
  .string()
  .trim()
  .max(253, 'must have at most 253 characters')
  .regex(
    /^(?:[0-9A-Za-z_](?:[0-9A-Za-z_.-]*[0-9A-Za-z])?\.?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$/,
    'must be a host name, an IPv4 or an IPv6 address',
  )

/** An account name on a machine. */
export const SshUser = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_.@\\+ -]{0,103}$/,
    'must be an account name: it begins with a letter or _, and has at most 104 letters, digits or _ . @ \\ + -',
  )

export const Port = z.int('must be a whole number').min(1, 'must be from 1 to 65535').max(65535, 'must be from 1 to 65535')

/** A public key as OpenSSH writes it, without the comment: `ssh-ed25519 AAAA…`. */
export const HostKey = z
  .string()
  .trim()
  .max(2000)
  .regex(
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,3}$/,
    'must be a public host key such as "ssh-ed25519 AAAA…"',
  )

/** A MAC address in lower case with colons; read with colons, hyphens, dots or nothing between. */
export const MacAddress = z
  .string()
  .trim()
  .transform((text) => text.toLowerCase().replace(/[:.-]/g, ''))
  .pipe(z.string().regex(/^[0-9a-f]{12}$/, 'must be a MAC address such as 00:16:3e:5e:6c:00'))
  .transform((digits) => digits.replace(/..(?=.)/g, '$&:'))

export const mostMacs = 16
/** Every address that can wake the machine. */
export const MacAddresses = z.array(MacAddress).max(mostMacs, `must be at most ${mostMacs} addresses`)

/** The name of a private key file that only the edge launchers of the site hold. */
export const KeyName = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$/, 'must be the name of a key file on the edge launcher: letters, digits, . _ -')

/** red: no ping; orange: ping but no SSH; green: ping and SSH; unknown: never checked. */
export const lampColours = ['green', 'orange', 'red', 'unknown'] as const
export const Lamp = z
  .object({
    colour: z.enum(lampColours),
    ping: z.boolean().nullable(),
    ssh: z.boolean().nullable(),
    checkedAt: Instant.nullable(),
    detail: z.string().nullable().meta({ description: 'Why SSH did not work, in the words of the edge launcher.' }),
  })
  .meta({ id: 'Lamp' })
export type Lamp = z.infer<typeof Lamp>

/** Where an account or a port of SSH is set. */
const SettingSource = z
  .object({ place: z.enum(settingPlaces), id: Id.nullable().meta({ description: 'Of the entity or the site; else null.' }) })
  .meta({ id: 'SettingSource' })

export const SshAddress = z
  .object({
    address: z.string(),
    because: z.enum(addressReasons).meta({
      description:
        'fixed: a person set it; preferred: in a preferred network of the site; private: in another private range; only: nothing else is known.',
    }),
    network: z.string().nullable().meta({ description: 'The preferred network.' }),
  })
  .meta({ id: 'SshAddress' })

export const Machine = z
  .object({
    id: Id,
    name: z.string(),
    siteId: Id,
    entityId: Id,
    entityBy: z
      .enum(['hand', 'rule'])
      .meta({ description: 'Who put the machine into its entity: a person, or the rules (also where none matched).' }),
    address: z.string(),
    addressBy: z.enum(['hand', 'inventory']).meta({ description: 'Who said so: a person, whose word stays, or the latest inventory.' }),
    sshAddresses: z.array(SshAddress).max(mostTried).meta({ description: 'Where SSH is tried, in this order.' }),
    reached: z.object({ address: z.string(), at: Instant }).nullable().meta({ description: 'Where SSH last got through.' }),
    port: Port.meta({ description: 'At which SSH is tried, wherever it is set.' }),
    portFrom: SettingSource,
    user: z.string().meta({ description: 'The account that SSH uses, wherever it is set.' }),
    userFrom: SettingSource,
    keyName: z.string(),
    macs: z.array(z.string()).meta({ description: 'MAC addresses, for Wake-on-LAN.' }),
    tag: z.string().nullable().meta({ description: 'Of the list that it was imported from.' }),
    externalId: z.string().nullable().meta({ description: 'What it is called where it was imported from.' }),
    hostKey: z.string().nullable().meta({ description: 'Pinned SSH host key; null until first contact.' }),
    refusedHostKey: z
      .string()
      .nullable()
      .meta({ description: 'The other key that the machine last offered, when that is why it is left alone.' }),
    lamp: Lamp,
    ordinal: z
      .int()
      .nonnegative()
      .nullable()
      .meta({ description: 'Its permanent number, never given twice: its place in the bitmaps of groups. null until its next inventory.' }),
    operatingSystem: z.string().nullable().meta({ description: 'From the latest inventory.' }),
    lastInventoryAt: Instant.nullable(),
    lastSeenAt: Instant.nullable().meta({
      description: 'When it last sent an inventory, answered a check or was reached by SSH; null: never.',
    }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Machine' })
export type Machine = z.infer<typeof Machine>

export const CreateMachine = z
  .strictObject({
    name: line(200),
    siteId: Id,
    entityId: Id.optional().meta({ description: 'Absent: as the rules of entities say, and the root where none matches.' }),
    address: Address,
    port: Port.nullable().default(null).meta({ description: 'null: as the entity or the site says, else 22.' }),
    user: SshUser.nullable().default(null).meta({ description: 'null: as the entity or the site says, else root.' }),
    keyName: KeyName.default('site').meta({ description: 'Which private key on the edge launcher: `site` is the one it made for itself.' }),
    macs: MacAddresses.default([]),
    hostKey: HostKey.optional().meta({ description: 'Known host key; without it the first one seen is pinned.' }),
  })
  .meta({ id: 'CreateMachine' })
export type CreateMachine = z.infer<typeof CreateMachine>

export const EditMachine = z
  .strictObject({
    name: line(200).optional(),
    entityId: Id.nullable().optional().meta({ description: 'By hand from now on; null leaves it to the rules again.' }),
    address: Address.nullable().optional().meta({ description: 'null leaves it to the inventory again.' }),
    port: Port.nullable().optional().meta({ description: 'null: as the entity or the site says, else 22.' }),
    user: SshUser.nullable().optional().meta({ description: 'null: as the entity or the site says, else root.' }),
    keyName: KeyName.optional(),
    macs: MacAddresses.optional(),
    hostKey: HostKey.nullable()
      .optional()
      .meta({ description: 'The key to accept from now on; null forgets the pinned one, so that the next contact pins anew.' }),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditMachine' })
export type EditMachine = z.infer<typeof EditMachine>

const days = z.coerce
  .string()
  .regex(/^0*(?:[1-9]\d{0,2}|[12]\d{3}|3[0-5]\d\d|36[0-4]\d|3650)$/, 'must be a whole number of days, from 1 to 3650')
  .transform(Number)
  .optional()

/** Which machines a list shows; those that meet all that is given. */
export const machineFilters = {
  name: z
    .string()
    .trim()
    .max(200, 'must have at most 200 characters')
    .optional()
    .meta({ description: 'Any part of the name, in any case.' }),
  siteId: Id.optional(),
  entityId: Id.optional().meta({ description: 'Machines of this entity and of those under it.' }),
  system: z
    .string()
    .trim()
    .max(200, 'must have at most 200 characters')
    .optional()
    .meta({ description: 'Any part of the name of the operating system, in any case.' }),
  groupId: Id.optional().meta({ description: 'Machines of this group.' }),
  seenWithinDays: days.meta({ description: 'Seen within so many days of 24 hours.' }),
  notSeenForDays: days.meta({ description: 'Not seen for so many days of 24 hours, or never.' }),
}
export const MachineFilterQuery = z.object(machineFilters)
export type MachineFilterQuery = z.infer<typeof MachineFilterQuery>

/** Machines that the list shows for the same words. */
export const MachineFilter = z
  .strictObject(machineFilters)
  .refine(
    (filter) => Object.values(filter).some((value) => value !== undefined && value !== ''),
    'must name at least a part of the name, a site, an entity, a group, a system or when it was seen',
  )
  .meta({ id: 'MachineFilter' })

export const MachineQuery = z.object({ ...pageQuery, ...machineFilters })
export type MachineQuery = z.infer<typeof MachineQuery>

export const ProbeMachines = z
  .strictObject({ machineIds: z.array(Id).min(1, 'must name at least one machine').max(100, 'must name at most 100 machines') })
  .meta({ id: 'ProbeMachines' })

/** What goes with a machine that is deleted, and what stays. */
export const DeletionForeseen = z
  .object({
    inventory: z
      .object({
        since: Instant.meta({ description: 'Of the first upload.' }),
        latestAt: Instant,
        changes: z.int().meta({ description: 'Uploads that changed something, each of which is forgotten.' }),
        agents: z.int().meta({ description: 'Agents that told of it; what they send next makes a new machine.' }),
      })
      .nullable(),
    hostKey: z.boolean().meta({ description: 'Whether a pinned host key is forgotten.' }),
    externalId: z.string().nullable().meta({ description: 'Free for another machine from then on.' }),
    underWay: z
      .int()
      .meta({ description: 'Executions that have not ended, which fail; those that have stay in their deployments, with their logs.' }),
    more: z.boolean().meta({ description: 'Only the latest 100 executions were looked at, and there are more.' }),
  })
  .meta({ id: 'DeletionForeseen' })
export type DeletionForeseen = z.infer<typeof DeletionForeseen>
