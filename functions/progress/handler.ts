import { randomUUID } from 'node:crypto'
import { standingOf } from '#shared/domain/deployment/standing.ts'
import { clock } from '../adapters/clock.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { executionStore } from '../adapters/executions.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { queue } from '../adapters/queues.ts'
import { ExecutionRecord } from '../adapters/records.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { type StreamRecord, streamDoor } from '../runtime/batches.ts'
import { documentClient, liveClient, schedulerClient, sqsClient } from '../runtime/clients.ts'
import { clockSettings } from '../runtime/clock-settings.ts'
import { ProgressConfig, readConfig } from '../runtime/config.ts'
import { type ExecutionChange, recordProgress } from '../use-cases/deployments/record-progress.ts'

const config = readConfig(ProgressConfig)
const documents = documentClient()
const table = new Table(documents, config.TABLE_NAME)
const connections = liveStore(table)
const ports = {
  deployments: deploymentStore(table),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  sites: siteStore(table),
  live: liveSender(connections, liveClient(config.LIVE_ENDPOINT)),
  clock: clock(schedulerClient(), queue(sqsClient(), config.ALARMS_QUEUE_URL), clockSettings(config)),
  now: () => Date.now(),
  mark: () => `${new Date().toISOString()}#${randomUUID()}`,
}

/** Executions that expired are not un-counted: a record without a new image changes nothing. */
const changeOf = ({ sequence, pk, before, after }: StreamRecord): ExecutionChange[] => {
  if (!after) return []
  const [now, then] = [ExecutionRecord.parse(after), before ? ExecutionRecord.parse(before) : null]
  const turn = typeof after.gsi1pk === 'string' ? after.gsi1pk : ''
  return [
    {
      sequence,
      chunk: pk.split('#').at(-1) ?? '0',
      fromStanding: then ? standingOf(then) : null,
      toStanding: standingOf(now),
      before: then,
      after: now,
      awaits: turn.startsWith('DUE#') ? String(after.gsi1sk) : null,
    },
  ]
}

export const handler = streamDoor((records) => recordProgress(ports, records.flatMap(changeOf)))
