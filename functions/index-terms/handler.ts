import { setTimeout as pause } from 'node:timers/promises'
import { ulid } from 'ulid'
import { type RebuildStep, TermsMessage } from '#shared/contracts/inventory.ts'
import { indexProgress } from '../adapters/index-progress.ts'
import { indexStores } from '../adapters/index-stores.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { machineStore } from '../adapters/machines.ts'
import { presentInventories } from '../adapters/present-inventories.ts'
import { queue } from '../adapters/queues.ts'
import { Table } from '../adapters/table.ts'
import { batchDoor } from '../runtime/batches.ts'
import { documentClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { IndexTermsConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { ChunkIsTaken, indexMachines } from '../use-cases/index-terms.ts'
import { recordIn } from '../use-cases/inventory-history.ts'
import { rebuildIndex } from '../use-cases/rebuild-index.ts'

const config = readConfig(IndexTermsConfig)
const table = new Table(documentClient(), config.TABLE_NAME)
const terms = queue(sqsClient(), config.TERMS_QUEUE_URL)
const ports = {
  ...indexProgress(table),
  machines: machineStore(table),
  inventoriesOf: presentInventories(inventoryStore(table), inventoryObjects(s3Client(), config.INVENTORIES_BUCKET_NAME), recordIn),
  ...indexStores(table),
  newId: () => ulid(),
  now: () => Date.now(),
  pause: (ms: number) => pause(ms),
  patienceMs: 5000,
}

/**
 * What meets another writer of its chunk is asked for anew: a message that fails comes again only after the queue's
 * visibility timeout, 24 minutes, and one that waits here is paid for. Together with what comes meanwhile it makes a larger batch.
 */
const laterSeconds = 2

/** The next step is asked for before this one counts as done: a function that dies in between leaves one too many. */
const rebuild = async (step: RebuildStep): Promise<boolean> => {
  try {
    const next = await rebuildIndex(ports, step)
    if (next) await terms.send(next)
    logger.info('index rebuilt', { step, next })
    return true
  } catch (error) {
    if (error instanceof ChunkIsTaken) {
      await terms.send(step, laterSeconds)
      return true
    }
    logger.error('index not rebuilt', { step, error })
    return false
  }
}

export const handler = batchDoor(TermsMessage, async (messages) => {
  const {
    failed,
    machines,
    terms: written,
  } = await indexMachines(
    ports,
    messages.flatMap((message) => ('machineId' in message ? [message.machineId] : [])),
  )
  logger.info('indexed', { machines, terms: written })
  const later = [...failed].flatMap(([machineId, error]) => (error instanceof ChunkIsTaken ? [machineId] : []))
  await terms.sendAll(
    later.map((machineId) => ({ machineId })),
    laterSeconds,
  )
  for (const machineId of later) failed.delete(machineId)
  for (const [machineId, error] of failed) logger.error('machine not indexed', { machineId, error })
  const rebuilt = new Map<RebuildStep, boolean>()
  for (const message of messages) if ('rebuild' in message) rebuilt.set(message, await rebuild(message))
  return messages.map((message) => ('machineId' in message ? !failed.has(message.machineId) : rebuilt.get(message) === true))
})
