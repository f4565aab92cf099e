import { ulid } from 'ulid'
import { InventoryMessage } from '#shared/contracts/inventory.ts'
import { agentStore } from '../adapters/agents.ts'
import { doubtStore } from '../adapters/doubts.ts'
import { entityStore } from '../adapters/entities.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { machineStore } from '../adapters/machines.ts'
import { queue } from '../adapters/queues.ts'
import { Table } from '../adapters/table.ts'
import { queueDoor } from '../runtime/batches.ts'
import { documentClient, liveClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { OnInventoryConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { recordInventory } from '../use-cases/record-inventory.ts'

const config = readConfig(OnInventoryConfig)
const table = new Table(documentClient(), config.TABLE_NAME)
const live = liveSender(liveStore(table), liveClient(config.LIVE_ENDPOINT))
const terms = queue(sqsClient(), config.TERMS_QUEUE_URL)
const ports = {
  objects: inventoryObjects(s3Client(), config.INVENTORIES_BUCKET_NAME),
  inventories: inventoryStore(table),
  machines: machineStore(table),
  agents: agentStore(table),
  doubts: doubtStore(table),
  entities: entityStore(table),
  changed: async (machineId: string) => {
    await terms.send({ machineId })
    await live.changed(['machines'])
  },
  newId: () => ulid(),
  now: () => Date.now(),
}

export const handler = queueDoor(InventoryMessage, async (message) => {
  const outcome = await recordInventory(ports, message)
  if (outcome.kind === 'refused' && outcome.reason === 'too-many-new') logger.warn('too many new machines', { siteId: message.siteId })
  logger.info('inventory', { uploadId: message.uploadId, siteId: message.siteId, ...outcome })
})
