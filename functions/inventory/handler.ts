/** The door of the inventory agents. What they speak is neither this product's API nor JSON: it has its own answers. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import httpHeaderNormalizer from '@middy/http-header-normalizer'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { ulid } from 'ulid'
import { agentStore } from '../adapters/agents.ts'
import { doubtStore } from '../adapters/doubts.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { queue } from '../adapters/queues.ts'
import { Table } from '../adapters/table.ts'
import { codec } from '../normalise/codec.ts'
import { documentClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { InventoryConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { type AgentAnswer, agentTasks, receiveInventory } from '../use-cases/receive-inventory.ts'

const config = readConfig(InventoryConfig)
const table = new Table(documentClient(), config.TABLE_NAME)
const ports = {
  agents: agentStore(table),
  inventories: inventoryStore(table),
  doubts: doubtStore(table),
  objects: inventoryObjects(s3Client(), config.INVENTORIES_BUCKET_NAME),
  inventoriesQueue: queue(sqsClient(), config.INVENTORIES_QUEUE_URL),
  codec,
  newId: () => ulid(),
  now: () => Date.now(),
}

const answer = ({ status, headers, bytes }: AgentAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { ...headers, 'x-content-type-options': 'nosniff' },
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
})

/** The GLPI agent's header; anything that is no identifier is left out. */
const agentIdIn = (headers: APIGatewayProxyEventV2['headers']): string | null => {
  const id = headers['glpi-agent-id'] ?? ''
  return /^[0-9A-Za-z-]{8,100}$/.test(id) ? id : null
}

const handle = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const authorization = event.headers['authorization'] ?? null
  const { http } = event.requestContext
  if (http.method === 'GET') return answer(await agentTasks(ports, authorization))
  const received = await receiveInventory(ports, {
    authorization,
    bytes: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    userAgent: http.userAgent ?? '',
    agentId: agentIdIn(event.headers),
    sourceIp: http.sourceIp,
  })
  // The alarm reads this line (infra/parts/functions.ts).
  if (received.isForLater) logger.warn('too many new machines', { userAgent: http.userAgent, sourceIp: http.sourceIp })
  else if (received.status >= 400 && received.status !== 401)
    logger.warn('upload refused', { status: received.status, userAgent: http.userAgent, sourceIp: http.sourceIp })
  return answer(received)
}

export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
  .use(injectLambdaContext(logger))
  .use(httpHeaderNormalizer())
  .handler(handle)
