import { ExpandMessage } from '#shared/contracts/queues.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { executionStore } from '../adapters/executions.ts'
import { queue } from '../adapters/queues.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { queueDoor } from '../runtime/batches.ts'
import { documentClient, sqsClient } from '../runtime/clients.ts'
import { ExpandConfig, readConfig } from '../runtime/config.ts'
import { expandChunk } from '../use-cases/deployments/expand.ts'

const config = readConfig(ExpandConfig)
const documents = documentClient()
const ports = {
  deployments: deploymentStore(new Table(documents, config.TABLE_NAME)),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  sites: siteStore(new Table(documents, config.TABLE_NAME)),
  alarmsQueue: queue(sqsClient(), config.ALARMS_QUEUE_URL),
  now: () => Date.now(),
}

export const handler = queueDoor(ExpandMessage, ({ deploymentId, chunk }) => expandChunk(ports, deploymentId, chunk))
