/** Doubts: what the evidence does not settle is asked of people, once for each pair of machines. */
import { createHash } from 'node:crypto'
import type { InventoryMessage } from '#shared/contracts/inventory.ts'
import { contradicts, type DoubtKind } from '#shared/domain/inventory/identity.ts'
import type { DoubtRecord, DoubtStore } from '../adapters/doubts.ts'
import type { InventoryHead, InventoryStore } from '../adapters/inventories.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'

type Ports = {
  readonly doubts: Pick<DoubtStore, 'ask' | 'get' | 'askAgain'>
  readonly machines: Pick<MachineStore, 'getMany'>
  readonly inventories: InventoryStore
}

const details: Readonly<Record<DoubtKind, string>> = {
  'same-name': 'A new machine has the name of one that is known, and nothing else says whether they are one.',
  'cloned-agent': 'One installation of an agent speaks for two machines: its disk was copied, or the board was changed.',
  'same-hardware': 'Two machines have the same UUID or serial number and differ in the other: a copy, or a careless board.',
  'other-site': 'An upload of this site claims the hardware of a machine of another site: the machine was moved, or the upload is forged.',
}

/** The same question has the same name. */
const nameOf = (kind: DoubtKind, parts: readonly string[]): string =>
  `${kind}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`

/** How the question stands: what was decided is not asked again, but for a machine that has moved once more. */
export const doubtAbout = async (
  { doubts, machines }: Ports,
  asked: { kind: DoubtKind; siteId: string; machineIds: readonly string[]; at: string; upload: InventoryMessage | null },
): Promise<DoubtRecord['state']> => {
  const ids = [...new Set(asked.machineIds)].sort()
  const known = await machines.getMany(ids)
  const doubt: DoubtRecord = {
    id: nameOf(asked.kind, asked.kind === 'other-site' ? [asked.siteId, ...ids] : ids),
    kind: asked.kind,
    siteId: asked.siteId,
    machines: ids.map((id) => ({ id, name: known.get(id)?.name ?? id })),
    detail: details[asked.kind],
    createdAt: asked.at,
    state: 'open',
    decidedBy: null,
    decidedAt: null,
    upload: asked.upload,
  }
  if (await doubts.ask(doubt)) return 'open'
  const state = (await doubts.get(doubt.id))?.state ?? 'open'
  return state === 'moved' && (await doubts.askAgain(doubt)) ? 'open' : state
}

/** `namesakes`: machines of the site with the new one's name. Those whose hardware is surely another are no doubt. */
export const sameNameDoubts = async (
  ports: Ports,
  machine: MachineRecord,
  head: InventoryHead,
  namesakes: readonly MachineRecord[],
  at: string,
): Promise<void> => {
  const heads = await ports.inventories.heads(namesakes.map(({ id }) => id))
  for (const { id } of namesakes) {
    const other = heads.get(id)
    if (other && contradicts(other.fingerprint, head.fingerprint)) continue
    await doubtAbout(ports, { kind: 'same-name', siteId: machine.siteId, machineIds: [machine.id, id], at, upload: null })
  }
}
