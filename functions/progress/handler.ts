import { randomUUID } from 'node:crypto'
import { clock } from '../adapters/clock.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { queue } from '../adapters/queues.ts'
import { ExecutionRecord } from '../adapters/records.ts'
import { Table } from '../adapters/table.ts'
import { type StreamRecord, streamDoor } from '../runtime/batches.ts'
import { documentClient, liveClient, schedulerClient, sqsClient } from '../runtime/clients.ts'
import { clockSettings } from '../runtime/clock-settings.ts'
import { ProgressConfig, readConfig } from '../runtime/config.ts'
import { type ExecutionChange, recordProgress } from '../use-cases/record-progress.ts'

const config = readConfig(ProgressConfig)
const table = new Table(documentClient(), config.TABLE_NAME)
const connections = liveStore(table)
const ports = {
  deployments: deploymentStore(table),
  live: liveSender(connections, liveClient(config.LIVE_ENDPOINT)),
  clock: clock(schedulerClient(), queue(sqsClient(), config.ALARMS_QUEUE_URL), clockSettings(config)),
  now: () => Date.now(),
  mark: () => `${new Date().toISOString()}#${randomUUID()}`,
}

/** Executions that expired are not un-counted: a record without a new image changes nothing. */
const changeOf = ({ sequence, pk, before, after }: StreamRecord): ExecutionChange[] => {
  if (!after) return []
  const next = ExecutionRecord.parse(after)
  const turn = typeof after.gsi1pk === 'string' ? after.gsi1pk : ''
  return [
    {
      sequence,
      id: next.id,
      deploymentId: next.deploymentId,
      siteId: next.siteId,
      chunk: pk.split('#').at(-1) ?? '0',
      from: before ? ExecutionRecord.parse(before).state : null,
      to: next.state,
      awaits: turn.startsWith('DUE#') ? String(after.gsi1sk) : null,
    },
  ]
}

export const handler = streamDoor((records) => recordProgress(ports, records.flatMap(changeOf)))
