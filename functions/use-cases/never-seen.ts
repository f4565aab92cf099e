/** What nobody knows of a machine that has just been made: no edge launcher has looked, no agent has sent, no list has named it. */
import type { MachineRecord } from '../adapters/records.ts'

export const neverSeen = {
  addresses: [],
  reachedAddress: null,
  reachedAt: null,
  tag: null,
  externalId: null,
  hostKey: null,
  refusedHostKey: null,
  ping: null,
  ssh: null,
  checkedAt: null,
  detail: null,
  operatingSystem: null,
  lastInventoryAt: null,
  lastSeenAt: null,
} satisfies Partial<MachineRecord>
