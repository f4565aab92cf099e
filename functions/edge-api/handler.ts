/** The door of the edge launchers. */
import { ulid } from 'ulid'
import { deviceKeyOf } from '#shared/domain/inventory/identity.ts'
import { agentStore } from '../adapters/agents.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { doubtStore } from '../adapters/doubts.ts'
import { entityStore } from '../adapters/entities.ts'
import { executionStore } from '../adapters/executions.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { machineStore } from '../adapters/machines.ts'
import { contentStore } from '../adapters/packages.ts'
import { queue } from '../adapters/queues.ts'
import type { EdgeRecord } from '../adapters/records.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { codec } from '../normalise/codec.ts'
import { documentClient, liveClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { EdgeApiConfig, readConfig } from '../runtime/config.ts'
import type { EdgeOperation } from '../runtime/edge-operations.ts'
import { identifyEdge } from '../runtime/edges.ts'
import { type Handlers, httpDoor } from '../runtime/http.ts'
import { logger } from '../runtime/logger.ts'
import { claimExecutions } from '../use-cases/deployments/claim-executions.ts'
import { createTicket } from '../use-cases/live.ts'
import { recordProbes } from '../use-cases/machines.ts'
import { Refusal } from '../use-cases/refusal.ts'
import { relayInventory } from '../use-cases/relay-inventory.ts'
import { enrolEdge } from '../use-cases/sites.ts'

const config = readConfig(EdgeApiConfig)
const documents = documentClient()
const table = new Table(documents, config.TABLE_NAME)
const connections = liveStore(table)
const s3 = s3Client()
const sqs = sqsClient()
const ports = {
  sites: siteStore(table),
  entities: entityStore(table),
  machines: machineStore(table),
  contents: contentStore(s3, config.PACKAGES_BUCKET_NAME),
  deployments: deploymentStore(table),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  connections,
  live: liveSender(connections, liveClient(config.LIVE_ENDPOINT)),
  reportsQueue: queue(sqs, config.REPORTS_QUEUE_URL),
  agents: agentStore(table),
  inventories: inventoryStore(table),
  doubts: doubtStore(table),
  objects: inventoryObjects(s3, config.INVENTORIES_BUCKET_NAME),
  inventoriesQueue: queue(sqs, config.INVENTORIES_QUEUE_URL),
  codec,
  newIdAt: (at: number) => ulid(at),
  newId: () => ulid(),
  now: () => Date.now(),
}

const enrolled = (edge: EdgeRecord | null): EdgeRecord => {
  if (!edge) throw new Refusal('unauthenticated', 'An edge token is needed.')
  return edge
}

const handlers: Handlers<EdgeOperation, EdgeRecord | null> = {
  enrolEdge: ({ body }) => enrolEdge(ports, body),
  claimExecutions: ({ body }, edge) => claimExecutions(ports, enrolled(edge), body),
  sendReports: async ({ body }, edge) => {
    const { id } = enrolled(edge)
    // Who reports is who signed, whatever the report says. Accepted means: in the queue.
    await ports.reportsQueue.sendAll(body.reports.map((report) => ({ ...report, edgeId: id })))
    return { accepted: body.reports.length }
  },
  sendProbeResults: async ({ body }, edge) => ({ accepted: await recordProbes(ports, enrolled(edge).siteId, body.results) }),
  relayInventory: async ({ body }, edge) => {
    const { siteId } = enrolled(edge)
    const answer = await relayInventory(ports, siteId, body)
    if (answer.accepted === 0) logger.warn('too many new machines', { siteId, sourceIp: body.sourceIp })
    return answer
  },
  adviseOnAgent: async ({ body }, edge) => ({ needsFull: await ports.agents.needsFull(deviceKeyOf(enrolled(edge).siteId, body.agentId)) }),
  createEdgeLiveTicket: (_, edge) => createTicket(ports, { kind: 'edge', edgeId: enrolled(edge).id, siteId: enrolled(edge).siteId }),
}

export const handler = httpDoor(handlers, { identify: identifyEdge(ports.sites, ports.now) })
