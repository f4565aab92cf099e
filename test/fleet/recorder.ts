/** Records what the agents of a made-up fleet would upload, by the use case of the product: no agents' door, no queue. */
import { constants, gzipSync } from 'node:zlib'
import { ulid } from 'ulid'
import type { InventoryMessage } from '#shared/contracts/inventory.ts'
import { agentStore } from '../../functions/adapters/agents.ts'
import { doubtStore } from '../../functions/adapters/doubts.ts'
import { entityStore } from '../../functions/adapters/entities.ts'
import { inventoryStore } from '../../functions/adapters/inventories.ts'
import type { InventoryObjects } from '../../functions/adapters/inventory-objects.ts'
import type { MachineStore } from '../../functions/adapters/machines.ts'
import type { Table } from '../../functions/adapters/table.ts'
import { recordInventory } from '../../functions/use-cases/record-inventory.ts'
import type { Installation } from './installation.ts'
import { uploadOf } from './machine.ts'

type Stores = { readonly table: Table; readonly objects: InventoryObjects; readonly machines: MachineStore }

/** `level`: of gzip, as zlib counts. The uploads themselves are not kept. */
export const recorder = (
  { siteId }: Installation,
  { table, objects, machines }: Stores,
  level: number = constants.Z_DEFAULT_COMPRESSION,
) => {
  const uploads = new Map<string, Uint8Array>()
  let changed: string[] = []
  const ports = {
    objects: { ...objects, get: async (key: string) => uploads.get(key) ?? objects.get(key) },
    inventories: inventoryStore(table),
    machines,
    agents: agentStore(table),
    doubts: doubtStore(table),
    entities: entityStore(table),
    changed: async (machineId: string) => {
      changed.push(machineId)
    },
    newId: () => ulid(),
    now: () => Date.now(),
  }
  return {
    record: async (seed: number, number: number, round: number): Promise<void> => {
      const { agentId, document } = uploadOf(seed, number, round)
      const uploadId = ulid()
      const objectKey = `uploads/${siteId}/${uploadId}`
      uploads.set(objectKey, gzipSync(JSON.stringify(document), { level }))
      const message: InventoryMessage = {
        uploadId,
        siteId,
        objectKey,
        receivedAt: new Date().toISOString(),
        userAgent: 'GLPI-Agent_v1.11',
        agentId,
        sourceIp: '127.0.0.1',
        isCounted: true,
      }
      const outcome = await recordInventory(ports, message)
      if (outcome.kind === 'refused') throw new Error(`the machine ${number} was refused: ${outcome.why}`)
      uploads.delete(objectKey)
    },
    /** The machines that are different now and were not told of before. */
    takeChanged: (): string[] => {
      const taken = changed
      changed = []
      return taken
    },
  }
}
