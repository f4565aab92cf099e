import { setTimeout as pause } from 'node:timers/promises'
import { ulid } from 'ulid'
import { MachineChanged } from '#shared/contracts/inventory.ts'
import { chunkMembers } from '../adapters/chunk-members.ts'
import { chunkWriters } from '../adapters/chunk-writers.ts'
import { indexedTermsStore } from '../adapters/indexed-terms.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { machineStore } from '../adapters/machines.ts'
import { presentInventories } from '../adapters/present-inventories.ts'
import { Table } from '../adapters/table.ts'
import { termBitmaps } from '../adapters/term-bitmaps.ts'
import { termValues } from '../adapters/term-values.ts'
import { batchDoor } from '../runtime/batches.ts'
import { documentClient, s3Client } from '../runtime/clients.ts'
import { IndexTermsConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { indexMachines } from '../use-cases/index-terms.ts'
import { recordIn } from '../use-cases/inventory-history.ts'

const config = readConfig(IndexTermsConfig)
const table = new Table(documentClient(), config.TABLE_NAME)
const ports = {
  machines: machineStore(table),
  inventoriesOf: presentInventories(inventoryStore(table), inventoryObjects(s3Client(), config.INVENTORIES_BUCKET_NAME), recordIn),
  writers: chunkWriters(table),
  indexed: indexedTermsStore(table),
  bitmaps: termBitmaps(table),
  members: chunkMembers(table),
  values: termValues(table),
  newId: () => ulid(),
  now: () => Date.now(),
  pause: (ms: number) => pause(ms),
}

export const handler = batchDoor(MachineChanged, async (messages) => {
  const { failed, machines, terms } = await indexMachines(
    ports,
    messages.map(({ machineId }) => machineId),
  )
  logger.info('indexed', { machines, terms })
  for (const [machineId, error] of failed) logger.error('machine not indexed', { machineId, error })
  return messages.map(({ machineId }) => !failed.has(machineId))
})
