import { AlarmMessage } from '#shared/contracts/queues.ts'
import { clock } from '../adapters/clock.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { executionStore } from '../adapters/executions.ts'
import { queue } from '../adapters/queues.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { queueDoor } from '../runtime/batches.ts'
import { documentClient, schedulerClient, sqsClient } from '../runtime/clients.ts'
import { clockSettings } from '../runtime/clock-settings.ts'
import { OnAlarmConfig, readConfig } from '../runtime/config.ts'
import { onAlarm } from '../use-cases/deployments/on-alarm.ts'

const config = readConfig(OnAlarmConfig)
const documents = documentClient()
const sqs = sqsClient()
const alarmsQueue = queue(sqs, config.ALARMS_QUEUE_URL)
const ports = {
  deployments: deploymentStore(new Table(documents, config.TABLE_NAME)),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  sites: siteStore(new Table(documents, config.TABLE_NAME)),
  expandQueue: queue(sqs, config.EXPAND_QUEUE_URL),
  alarmsQueue,
  clock: clock(schedulerClient(), alarmsQueue, clockSettings(config)),
  now: () => Date.now(),
}

export const handler = queueDoor(AlarmMessage, ({ deploymentId }) => onAlarm(ports, deploymentId))
