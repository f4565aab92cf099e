/**
 * Which machine an upload speaks of. Its hardware says so: UUID and serial number, else one of them, else a network
 * card's own address together with the host name; else the agent's installation, where the hardware does not contradict.
 * Never the name alone. Installations of agents are copied with disks, and UUIDs with careless boards: where the evidence
 * contradicts itself the machines stay apart, and a person is asked.
 */
import { agentFamilies, type InventoryRecord } from '../../contracts/inventory.ts'
import { canonicalUuid, globalMac, realSerial } from './junk.ts'

/** What identifies a machine's hardware. */
export type Fingerprint = {
  readonly uuid: string | null
  /** Manufacturer and serial number in lower case. */
  readonly serial: string | null
  /** Own addresses of its physical network cards. */
  readonly macs: readonly string[]
  /** Host name in lower case. */
  readonly name: string | null
}

const mostMacs = 6

export const fingerprintOf = ({ general, network }: Pick<InventoryRecord, 'general' | 'network'>): Fingerprint => {
  const serial = realSerial(general.serialNumber)
  const macs = network.flatMap(({ isVirtual, macAddress }) => (isVirtual === true ? [] : (globalMac(macAddress) ?? [])))
  return {
    uuid: canonicalUuid(general.uuid),
    serial: serial === null ? null : `${general.manufacturer ?? ''}|${serial}`.toLowerCase(),
    macs: [...new Set(macs)].sort().slice(0, mostMacs),
    name: general.name?.toLowerCase() ?? null,
  }
}

/** Whether these cannot be one machine. */
export const contradicts = (a: Fingerprint, b: Fingerprint): boolean =>
  (a.uuid !== null && b.uuid !== null && a.uuid !== b.uuid) ||
  (a.serial !== null && b.serial !== null && serialNumber(a) !== serialNumber(b))
// Agents spell manufacturers differently.
const serialNumber = ({ serial }: Fingerprint): string => serial?.slice(serial.indexOf('|') + 1) ?? ''

/** `agentKey`: the agent's installation on its site. */
export const agentKeyOf = (
  siteId: string,
  agentId: string | null,
  { family, deviceId }: Pick<InventoryRecord['source'], 'family' | 'deviceId'>,
): string => `agent:${siteId}|${agentId === null ? `${family}|${deviceId}` : `glpi|${agentId.toLowerCase()}`}`

/** All that `agentKeyOf` may say of an upload whose document has not been read yet. */
export const agentKeysOf = (siteId: string, agentId: string | null, deviceId: string): string[] =>
  agentId === null
    ? agentFamilies.map((family) => agentKeyOf(siteId, null, { family, deviceId }))
    : [agentKeyOf(siteId, agentId, { family: 'glpi', deviceId })]

/** The device at the door, before its document is read: `agentId` is the GLPI agent's header. */
export const deviceKeyOf = (siteId: string, agentIdOrDeviceId: string): string => `${siteId}|${agentIdOrDeviceId}`

/** Keys under which a machine is found again, the strongest evidence first. What leaves out the site is unique in the world. */
export const hardwareKeysOf = ({ uuid, serial, macs, name }: Fingerprint, siteId: string): string[] => [
  ...(uuid !== null && serial !== null ? [`uuid+serial:${uuid}|${serial}`] : []),
  ...(uuid !== null ? [`uuid:${uuid}`] : []),
  ...(serial !== null ? [`serial:${serial}`] : []),
  ...(name !== null ? macs.map((mac) => `mac:${siteId}|${mac}|${name}`) : []),
]

export const doubtKinds = ['same-name', 'cloned-agent', 'same-hardware', 'other-site'] as const
export type DoubtKind = (typeof doubtKinds)[number]

export type KnownMachine = { readonly id: string; readonly siteId: string; readonly fingerprint: Fingerprint }
export type Evidence = {
  readonly siteId: string
  readonly agentKey: string
  readonly fingerprint: Fingerprint
  /** Which machine holds each key. */
  readonly owners: ReadonlyMap<string, KnownMachine>
  /** Machine that a person has said this agent belongs to: stronger than any evidence. */
  readonly decided: string | null
}
export type Doubt = { readonly kind: DoubtKind; readonly about: string }
export type Recognised =
  | { readonly kind: 'known'; readonly machineId: string; readonly doubts: readonly Doubt[] }
  | { readonly kind: 'new'; readonly doubts: readonly Doubt[] }
  /** It claims the hardware of a machine of another site: nothing is done until a person has looked. */
  | { readonly kind: 'elsewhere'; readonly machineId: string }

export const recognise = ({ siteId, agentKey, fingerprint, owners, decided }: Evidence): Recognised => {
  const ofAgent = owners.get(agentKey)
  if (decided !== null && ofAgent?.id === decided) return { kind: 'known', machineId: decided, doubts: [] }
  const doubts: Doubt[] = []
  const doubt = (kind: DoubtKind, about: string): void => {
    if (!doubts.some((one) => one.kind === kind && one.about === about)) doubts.push({ kind, about })
  }
  let found: KnownMachine | undefined
  for (const key of hardwareKeysOf(fingerprint, siteId)) {
    const owner = owners.get(key)
    if (!owner) continue
    // The same UUID with another serial number, or the other way round: a careless board, or a clone.
    if (contradicts(owner.fingerprint, fingerprint)) doubt('same-hardware', owner.id)
    else found ??= owner
  }
  if (found && found.siteId !== siteId) return { kind: 'elsewhere', machineId: found.id }
  const agentFits = ofAgent !== undefined && ofAgent.siteId === siteId && !contradicts(ofAgent.fingerprint, fingerprint)
  if (ofAgent && !agentFits) doubt('cloned-agent', ofAgent.id)
  if (found) {
    if (ofAgent && agentFits && ofAgent.id !== found.id) doubt('cloned-agent', ofAgent.id)
    return { kind: 'known', machineId: found.id, doubts }
  }
  return ofAgent && agentFits ? { kind: 'known', machineId: ofAgent.id, doubts } : { kind: 'new', doubts }
}
