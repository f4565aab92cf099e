/** From a stored upload to the machine it speaks of: read, recognise, compare, record. Twice is once. */
import { gunzipSync } from 'node:zlib'
import type { InventoryMessage, InventoryRecord } from '#shared/contracts/inventory.ts'
import { changesBetween, volatileOf } from '#shared/domain/inventory/changes.ts'
import { isDeviceId } from '#shared/domain/inventory/dialogue.ts'
import { agentKeyOf, deviceKeyOf, fingerprintOf, hardwareKeysOf } from '#shared/domain/inventory/identity.ts'
import { mostUnpackedBytes } from '#shared/domain/inventory/wire.ts'
import type { AgentStore } from '../adapters/agents.ts'
import type { DoubtStore } from '../adapters/doubts.ts'
import type { EntityStore } from '../adapters/entities.ts'
import type { Identity, InventoryHead, InventoryStore } from '../adapters/inventories.ts'
import { type InventoryObjects, recordKey } from '../adapters/inventory-objects.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { NotAnInventory } from '../normalise/document.ts'
import { completed, type Normalised, normalise } from '../normalise/normalise.ts'
import { readDocument } from '../normalise/read-document.ts'
import { doubtAbout, sameNameDoubts } from './ask-about-machines.ts'
import { entityByRules, type Placing, placingIn, samePlacing } from './entity-of-machine.ts'
import { historyOf, packedRecord, recordIn } from './inventory-history.ts'
import { addOvertaken, mostSources, sourceIn } from './inventory-sources.ts'
import { addressIn, machineFrom, machineNews, nameIn } from './machine-from-inventory.ts'
import { recogniseMachine } from './recognise-machine.ts'
import { refusalOf, tooManyNew, type Unfit } from './unfit-uploads.ts'

export type RecordPorts = {
  readonly objects: InventoryObjects
  readonly inventories: InventoryStore
  readonly machines: Pick<
    MachineStore,
    'nextOrdinal' | 'itemOf' | 'intoEntity' | 'moveToEntity' | 'named' | 'get' | 'getMany' | 'edit' | 'noteSighting'
  >
  readonly entities: Pick<EntityStore, 'rules'>
  readonly agents: Pick<AgentStore, 'askForFull' | 'hasSentFull' | 'roomForNew' | 'countNew'>
  readonly doubts: Pick<DoubtStore, 'ask' | 'get' | 'askAgain' | 'refuse'>
  /** Something that lists, groups or searches show is different now. The index hears of it by the table's stream. */
  readonly changed: (machineId: string) => Promise<void>
  readonly newId: () => string
  readonly now: () => number
}

type Refused = { readonly kind: 'refused'; readonly reason: Unfit['reason']; readonly why: string }
type Recorded = { readonly kind: 'created' | 'changed' | 'unchanged' | 'older'; readonly machineId: string }
export type Outcome =
  | Recorded
  | Refused
  | { readonly kind: 'waits'; readonly machineId: string }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'gone' }

/** Somebody else wrote about the same machine: what is true now is read again. */
const mostTries = 6

export const recordInventory = async (ports: RecordPorts, message: InventoryMessage): Promise<Outcome> => {
  const bytes = await ports.objects.get(message.objectKey)
  // Only what is older than uploads are kept for.
  if (!bytes) return { kind: 'gone' }
  const read = readUpload(bytes, message)
  if ('why' in read) return refuse(ports, message, read)
  for (let tries = 0; tries < mostTries; tries++) {
    const outcome = await tryToRecord(ports, message, read)
    if (outcome) return outcome
  }
  throw new Error(`the inventory ${message.uploadId} met others ${mostTries} times`)
}

const readUpload = (bytes: Uint8Array, { userAgent, agentId, receivedAt }: InventoryMessage): Normalised | Unfit => {
  let deviceId = ''
  try {
    const document = readDocument(gunzipSync(bytes, { maxOutputLength: mostUnpackedBytes }))
    deviceId = document.deviceId.slice(0, 255)
    if (!isDeviceId(document.deviceId))
      throw new NotAnInventory('DEVICEID must have 1 to 255 characters, without slashes or control characters.', 'nameless')
    const read = normalise(document, { userAgent, agentId, receivedAt })
    if (read.record.general.name === null && !read.isPartial)
      throw new NotAnInventory('It names no machine: HARDWARE/NAME is missing.', 'nameless')
    return read
  } catch (error) {
    if (error instanceof NotAnInventory) return { deviceId, reason: error.reason, why: error.message }
    throw error
  }
}

const refuse = async ({ doubts }: RecordPorts, message: InventoryMessage, unfit: Unfit): Promise<Refused> => {
  await doubts.refuse(refusalOf({ ...message, id: message.uploadId, at: message.receivedAt }, unfit))
  return { kind: 'refused', reason: unfit.reason, why: unfit.why }
}

/** null: another upload came in between. */
const tryToRecord = async (ports: RecordPorts, message: InventoryMessage, read: Normalised): Promise<Outcome | null> => {
  const { siteId, agentId } = message
  const agentKey = agentKeyOf(siteId, agentId, read.record.source)
  const { recognised, held, free } = await recogniseMachine(ports, { siteId, agentKey, fingerprint: fingerprintOf(read.record) })
  if (recognised.kind === 'elsewhere') {
    const { machineId } = recognised
    const asked = { kind: 'other-site', siteId, machineIds: [machineId], at: message.receivedAt, upload: message } as const
    if ((await doubtAbout(ports, asked)) !== 'separate') return { kind: 'waits', machineId }
    const why = `It claims the hardware of the machine ${machineId} of another site, and a person has decided that this one stays there.`
    return refuse(ports, message, { deviceId: read.record.source.deviceId, reason: 'other-site', why })
  }
  const known = recognised.kind === 'known' ? await ports.inventories.head(recognised.machineId) : null
  const isTold = known?.sources.some((source) => source.agentKey === agentKey) === true
  if (read.isPartial && !isTold) {
    // It holds a part of a machine; the agent is asked for all of it.
    if (agentId !== null) await ports.agents.askForFull(deviceKeyOf(siteId, agentId), Math.floor(ports.now() / 1000))
    return { kind: 'incomplete' }
  }
  const outcome =
    recognised.kind === 'new'
      ? await create(ports, message, read.record, { agentKey, held, free })
      : await update(ports, message, read, { machineId: recognised.machineId, agentKey, known, free })
  if (outcome === null || outcome.kind === 'refused') return outcome
  if (outcome.kind !== 'older' && !read.isPartial && agentId !== null) await ports.agents.hasSentFull(deviceKeyOf(siteId, agentId))
  for (const { kind, about } of recognised.doubts)
    await doubtAbout(ports, { kind, siteId, machineIds: [outcome.machineId, about], at: message.receivedAt, upload: null })
  return outcome
}

/** An inventory that a person brings for a machine that is there: nobody has to be recognised. */
export const recordBrought = async (ports: RecordPorts, machineId: string, siteId: string, record: InventoryRecord): Promise<Recorded> => {
  const agentKey = agentKeyOf(siteId, null, record.source)
  const whole: Normalised = { record, isPartial: false, lists: new Set(), hasProcessors: true, hasOperatingSystem: true }
  for (let tries = 0; tries < mostTries; tries++) {
    const message = {
      uploadId: ports.newId(),
      siteId,
      objectKey: '',
      receivedAt: record.receivedAt,
      userAgent: '',
      agentId: null,
      sourceIp: '',
      isCounted: true,
    }
    const known = await ports.inventories.head(machineId)
    const outcome = await update(ports, message, whole, { machineId, agentKey, known, free: new Set() })
    if (outcome) return outcome
  }
  throw new Error(`the inventory brought for the machine ${machineId} met others ${mostTries} times`)
}

type Known = { readonly machineId: string; readonly siteId: string; readonly agentKey: string; readonly before: InventoryHead | null }

const headOf = (message: InventoryMessage, record: InventoryRecord, { machineId, siteId, agentKey, before }: Known): InventoryHead => {
  const fingerprint = fingerprintOf(record)
  const source = sourceIn(message, record, agentKey)
  const others = (before?.sources ?? []).filter((one) => one.agentKey !== agentKey)
  return {
    machineId,
    siteId,
    version: (before?.version ?? 0) + 1,
    objectKey: before?.objectKey ?? recordKey(machineId, message.uploadId),
    uploadId: message.uploadId,
    receivedAt: message.receivedAt,
    firstAt: before?.firstAt ?? message.receivedAt,
    historyFrom: before?.historyFrom ?? message.receivedAt,
    family: record.source.family,
    fingerprint,
    sources: [source, ...others].slice(0, mostSources),
    keys: [...new Set([agentKey, ...hardwareKeysOf(fingerprint, siteId)])],
    volatile: volatileOf(record),
    placing: placingIn(record),
  }
}

const create = async (
  ports: RecordPorts,
  message: InventoryMessage,
  record: InventoryRecord,
  { agentKey, held, free }: { agentKey: string; held: ReadonlyMap<string, Identity>; free: ReadonlySet<string> },
): Promise<Recorded | Refused | null> => {
  const unfit = message.isCounted ? null : await tooManyNew(ports, message.siteId, record.source.deviceId)
  if (unfit) return refuse(ports, message, unfit)
  if (!message.isCounted) await ports.agents.countNew(message.siteId, Math.floor(ports.now() / 1000))
  const machine = machineFrom(record, {
    id: ports.newId(),
    siteId: message.siteId,
    entityId: await entityByRules(ports.entities, { name: nameIn(record), address: addressIn(record) }, placingIn(record)),
    ordinal: await ports.machines.nextOrdinal(),
    at: message.receivedAt,
  })
  const namesakes = await ports.machines.named(machine.name, message.siteId)
  const complete = headOf(message, record, { machineId: machine.id, siteId: message.siteId, agentKey, before: null })
  // A key that speaks for another machine already, in spite of a contradiction, stays with that one.
  const head = { ...complete, keys: complete.keys.filter((key) => !held.has(key) || free.has(key)) }
  await ports.objects.putRecord(head.objectKey, packedRecord(record))
  if (!(await ports.inventories.createMachine(ports.machines.itemOf(machine), ports.machines.intoEntity(machine), head, free))) {
    await ports.objects.delete(head.objectKey)
    return null
  }
  await ports.machines.noteSighting(machine, message.receivedAt)
  await sameNameDoubts(ports, machine, head, namesakes, message.receivedAt)
  await ports.changed(machine.id)
  return { kind: 'created', machineId: machine.id }
}

const update = async (
  ports: RecordPorts,
  message: InventoryMessage,
  read: Normalised,
  { machineId, agentKey, known, free }: { machineId: string; agentKey: string; known: InventoryHead | null; free: ReadonlySet<string> },
): Promise<Recorded | null> => {
  const machine = await ports.machines.get(machineId)
  if (!machine) return null
  if (known && message.uploadId <= known.uploadId) {
    // Whoever recorded it may not have come to the rules.
    if (message.uploadId === known.uploadId) await followRules(ports, machine, known.placing, message.receivedAt)
    else if (!(await addOvertaken(ports.inventories, known, sourceIn(message, read.record, agentKey)))) return null
    await ports.changed(machineId)
    return { kind: 'older', machineId }
  }
  const before = known && (await ports.objects.get(known.objectKey).then((bytes) => (bytes ? recordIn(bytes) : null)))
  // Another upload has replaced it in this moment: what is known is read again.
  if (!before && read.isPartial) return null
  const record = before && read.isPartial ? completed(before, read) : read.record
  const acrossAgents = known !== null && known.family !== record.source.family
  const changes = before ? changesBetween(before, record, { acrossAgents }) : []
  const complete = headOf(message, record, { machineId, siteId: machine.siteId, agentKey, before: known })
  const newKeys = complete.keys.filter((key) => !known?.keys.includes(key))
  const taken = newKeys.length > 0 ? await ports.inventories.identities(newKeys) : new Map<string, Identity>()
  const claims = newKeys.filter((key) => !taken.has(key) || free.has(key))
  const mine = newKeys.filter((key) => taken.get(key)?.machineId === machineId)
  // Keys of before stay: agents differ in what they can read of the hardware.
  const keys = [...new Set([...(known?.keys ?? []), ...claims, ...mine])]
  // The tag is no entry of any list: it is set where the agent is installed, and searched like the rest.
  const isChanged = before === null || changes.length > 0 || before.source.tag !== record.source.tag
  const history =
    before && changes.length > 0
      ? historyOf({ at: message.receivedAt, uploadId: message.uploadId, family: record.source.family, acrossAgents }, changes)
      : null
  const head: InventoryHead = {
    ...complete,
    keys,
    fingerprint: known ? withoutForgetting(known.fingerprint, complete.fingerprint) : complete.fingerprint,
    objectKey: isChanged ? recordKey(machineId, message.uploadId) : complete.objectKey,
    historyFrom: !before || history?.changes === null ? message.receivedAt : complete.historyFrom,
    // Another agent of the same machine may have been installed without a tag.
    placing: { ...complete.placing, tag: complete.placing.tag ?? (acrossAgents ? known.placing.tag : null) },
  }
  if (isChanged) await ports.objects.putRecord(head.objectKey, packedRecord(record))
  if (!(await ports.inventories.save(known, head, history, { claims, free }))) return null
  const news = await machineNews(ports, machine, before, record, message.receivedAt)
  if (news.lastSeenAt && !isSameDay(news.lastSeenAt, machine.lastSeenAt))
    await ports.machines.noteSighting({ ordinal: machine.ordinal, ...news, id: machineId }, news.lastSeenAt)
  await ports.machines.edit(machine, news)
  const looksAgain = news.name !== undefined || news.address !== undefined || !known || !samePlacing(known.placing, head.placing)
  const isMoved = looksAgain && (await followRules(ports, { ...machine, ...news }, head.placing, message.receivedAt))
  if (!isChanged && isMoved) await ports.changed(machineId)
  if (!isChanged) return { kind: 'unchanged', machineId }
  if (known && known.objectKey !== head.objectKey) await ports.objects.delete(known.objectKey)
  await ports.changed(machineId)
  return { kind: 'changed', machineId }
}

/** Under another name, address or tag the rules may put it into another entity, unless somebody has chosen one. */
const followRules = async ({ entities, machines }: RecordPorts, machine: MachineRecord, placing: Placing, at: string): Promise<boolean> => {
  if (machine.entityBy !== 'rule') return false
  const entityId = await entityByRules(entities, machine, placing)
  return entityId !== machine.entityId && machines.moveToEntity(machine, entityId, 'rule', at)
}

/** In UTC: what is noted once a day need not be written again. */
const isSameDay = (one: string, other: string | null): boolean => one.slice(0, 10) === other?.slice(0, 10)

/** An agent that cannot read the serial number does not make it unknown. */
const withoutForgetting = (before: InventoryHead['fingerprint'], now: InventoryHead['fingerprint']): InventoryHead['fingerprint'] => ({
  uuid: now.uuid ?? before.uuid,
  serial: now.serial ?? before.serial,
  macs: now.macs.length > 0 ? now.macs : before.macs,
  name: now.name ?? before.name,
})
