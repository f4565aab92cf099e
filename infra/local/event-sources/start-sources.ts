/** Starts every event source of the template, and keeps the streams short. */
import { join } from 'node:path'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { storeOnlyRead, streamTrimMs, trimStreams } from '../dynamodb/stream-upkeep.ts'
import { streamReader } from '../dynamodb/streams.ts'
import type { RunningFunction } from '../functions/run-functions.ts'
import type { PermissionRecord } from '../permissions/record.ts'
import type { StandIns } from '../stand-ins.ts'
import { region } from '../template/references.ts'
import type { Stack } from '../template/stack.ts'
import { type Checkpoints, openCheckpoints } from './checkpoints.ts'
import { assertMayRead, type DeclaredMapping, declaredMappings } from './declared-mappings.ts'
import { writeDoorbell } from './doorbell.ts'
import { consumeQueue, type EventSource } from './queue.ts'
import { readStream } from './stream.ts'

const lastPart = (arn: string, separator: string): string => arn.split(separator).at(-1) ?? ''
const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? ''

export const startSources = (options: {
  stack: Stack
  standIns: StandIns
  data: string
  functionOf: (name: string) => RunningFunction
  record: PermissionRecord
  onTrouble: (what: string, error: unknown) => void
}): EventSource => {
  const { standIns } = options
  const { file, url } = standIns.dynamodb
  const doorbell = writeDoorbell(file)
  const passed: { readonly table: string; readonly checkpoints: Checkpoints }[] = []

  const start = (mapping: DeclaredMapping): EventSource => {
    const { running, spec } = options.functionOf(mapping.functionName)
    assertMayRead(mapping, { functionName: spec.name, statements: spec.start.statements, record: options.record.add })
    const onTrouble = (error: unknown) => options.onTrouble(mapping.logicalId, error)
    if (mapping.kind === 'queue') {
      const queueUrl = standIns.sqs.queueUrl(lastPart(mapping.sourceArn, ':'))
      return consumeQueue({ mapping, queueUrl, client: standIns.clients.sqs, target: running, onTrouble })
    }
    const table = tableOf(mapping.sourceArn)
    const checkpoints = openCheckpoints(join(options.data, 'checkpoints'), mapping.logicalId)
    passed.push({ table, checkpoints })
    return readStream({
      mapping,
      table,
      reader: streamReader(url, region),
      target: running,
      checkpoints,
      doorbell,
      giveUp: async (arn, body) => {
        await standIns.clients.sqs.send(new SendMessageCommand({ QueueUrl: standIns.sqs.queueUrl(lastPart(arn, ':')), MessageBody: body }))
      },
      onTrouble,
      now: Date.now,
    })
  }
  const mappings = declaredMappings(options.stack)
  const streams = Map.groupBy(
    mappings.filter(({ kind }) => kind === 'stream'),
    ({ sourceArn }) => tableOf(sourceArn),
  )
  if (file !== null) storeOnlyRead(file, new Map([...streams].map(([table, readers]) => [table, readers.map(({ filters }) => filters)])))
  const sources = mappings.map(start)

  const trim = (): void => {
    if (file === null) return
    const upTo = new Map<string, bigint>()
    for (const { table, checkpoints } of passed) {
      const least = checkpoints.least() ?? 0n
      const other = upTo.get(table)
      upTo.set(table, other === undefined || least < other ? least : other)
    }
    try {
      trimStreams(file, upTo)
    } catch (error) {
      // The database was busy for five seconds; the next time will do.
      options.onTrouble('trimming streams', error)
    }
  }
  const trimming = setInterval(trim, streamTrimMs)
  trimming.unref()

  return {
    stop: async (limitMs) => {
      clearInterval(trimming)
      await Promise.all(sources.map((source) => source.stop(limitMs)))
      doorbell.close()
    },
  }
}
