import { setTimeout as pause } from 'node:timers/promises'
import { ulid } from 'ulid'
import { type RebuildStep, TermsMessage } from '#shared/contracts/inventory.ts'
import { chunkMembers } from '../adapters/chunk-members.ts'
import { chunkWriters } from '../adapters/chunk-writers.ts'
import { indexProgress } from '../adapters/index-progress.ts'
import { indexedTermsStore } from '../adapters/indexed-terms.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { machineStore } from '../adapters/machines.ts'
import { presentInventories } from '../adapters/present-inventories.ts'
import { queue } from '../adapters/queues.ts'
import { Table } from '../adapters/table.ts'
import { termBitmaps } from '../adapters/term-bitmaps.ts'
import { termValues } from '../adapters/term-values.ts'
import { batchDoor } from '../runtime/batches.ts'
import { documentClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { IndexTermsConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { indexMachines } from '../use-cases/index-terms.ts'
import { recordIn } from '../use-cases/inventory-history.ts'
import { rebuildIndex } from '../use-cases/rebuild-index.ts'

const config = readConfig(IndexTermsConfig)
const table = new Table(documentClient(), config.TABLE_NAME)
const terms = queue(sqsClient(), config.TERMS_QUEUE_URL)
const ports = {
  ...indexProgress(table),
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

/** The next step is asked for before this one counts as done: a function that dies in between leaves one too many. */
const rebuild = async (step: RebuildStep): Promise<boolean> => {
  try {
    const next = await rebuildIndex(ports, step)
    if (next) await terms.send(next)
    logger.info('index rebuilt', { step, next })
    return true
  } catch (error) {
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
  for (const [machineId, error] of failed) logger.error('machine not indexed', { machineId, error })
  const rebuilt = new Map<RebuildStep, boolean>()
  for (const message of messages) if ('rebuild' in message) rebuilt.set(message, await rebuild(message))
  return messages.map((message) => ('machineId' in message ? !failed.has(message.machineId) : rebuilt.get(message) === true))
})
