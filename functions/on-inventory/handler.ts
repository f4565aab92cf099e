import { ulid } from 'ulid'
import { InventoryMessage } from '#shared/contracts/inventory.ts'
import { agentStore } from '../adapters/agents.ts'
import { doubtStore } from '../adapters/doubts.ts'
import { entityStore } from '../adapters/entities.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { machineStore } from '../adapters/machines.ts'
import { Table } from '../adapters/table.ts'
import { batchDoor } from '../runtime/batches.ts'
import { documentClient, liveClient, s3Client } from '../runtime/clients.ts'
import { OnInventoryConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { recordInventory } from '../use-cases/record-inventory.ts'

const config = readConfig(OnInventoryConfig)
const table = new Table(documentClient(), config.TABLE_NAME)
const live = liveSender(liveStore(table), liveClient(config.LIVE_ENDPOINT))
const ports = {
  objects: inventoryObjects(s3Client(), config.INVENTORIES_BUCKET_NAME),
  inventories: inventoryStore(table),
  machines: machineStore(table),
  agents: agentStore(table),
  doubts: doubtStore(table),
  entities: entityStore(table),
  newId: () => ulid(),
  now: () => Date.now(),
}

export const handler = batchDoor(InventoryMessage, async (messages) => {
  let isAnyChanged = false
  const noting = {
    ...ports,
    changed: async () => {
      isAnyChanged = true
    },
  }
  const settled = await Promise.allSettled(
    messages.map(async (message) => {
      const { uploadId, siteId } = message
      const outcome = await recordInventory(noting, message)
      if (outcome.kind === 'refused' && outcome.reason === 'too-many-new') logger.warn('too many new machines', { siteId })
      logger.info('inventory', { uploadId, siteId, ...outcome })
    }),
  )
  if (isAnyChanged) await live.changed(['machines'])
  for (const [at, one] of settled.entries())
    if (one.status === 'rejected') logger.error('message failed', { uploadId: messages[at]?.uploadId, reason: String(one.reason) })
  return settled.map(({ status }) => status === 'fulfilled')
})
