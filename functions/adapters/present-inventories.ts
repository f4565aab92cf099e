/** The present record of many machines, for whoever reads all of them. */

import type { InventoryStore } from './inventories.ts'
import type { InventoryObjects } from './inventory-objects.ts'
import { inTurns } from './table.ts'

/** `read`: from the bytes as they are stored. Machines without an inventory are left out. */
export const presentInventories =
  <R>(inventories: InventoryStore, objects: InventoryObjects, read: (bytes: Uint8Array) => R) =>
  async (machineIds: readonly string[]): Promise<ReadonlyMap<string, R>> => {
    const records = new Map<string, R>()
    // A later upload may replace the record between the two reads: what its head says then is asked again.
    let missing: readonly string[] = machineIds
    for (let tries = 0; missing.length > 0; tries++) {
      if (tries === 3) throw new Error(`the records of ${missing.join(', ')} are not where their heads say`)
      const left: string[] = []
      await inTurns([...(await inventories.heads(missing)).values()], 16, async ({ machineId, objectKey }) => {
        const bytes = await objects.get(objectKey)
        if (bytes) records.set(machineId, read(bytes))
        else left.push(machineId)
      })
      missing = left
    }
    return records
  }
