/**
 * A DynamoDB stream as a function's event source. Within a shard order is kept: the next batch begins when the one
 * before it succeeded, was given up after its retries, or became too old.
 */
import type { StreamReader, StreamRecord } from '../dynamodb/streams.ts'
import type { LocalFunction } from '../functions/function.ts'
import { region } from '../template/references.ts'
import { failedItems } from './batch-result.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { DeclaredMapping } from './declared-mappings.ts'
import type { Doorbell } from './doorbell.ts'
import { passes } from './filter.ts'
import type { EventSource } from './queue.ts'

/** How often an idle stream is asked, besides at each write. */
const idlePollMs = 250
const firstRetryMs = 100
const longestRetryMs = 5000
/** Lambda's limit of one read. */
const maxRead = 1000

type Options = {
  readonly mapping: DeclaredMapping
  readonly table: string
  readonly reader: StreamReader
  readonly target: LocalFunction
  readonly checkpoints: Checkpoints
  readonly doorbell: Doorbell
  /** Sends what was given up to the failure destination. */
  readonly giveUp: (destinationArn: string, body: string) => Promise<void>
  readonly onTrouble: (error: unknown) => void
  readonly now: () => number
}

const sequenceOf = (record: StreamRecord): string => record.dynamodb.SequenceNumber
const createdMs = (record: StreamRecord): number => Number(record.dynamodb['ApproximateCreationDateTime'] ?? 0) * 1000

/** What Lambda writes to a failure destination: where the records are, not the records. */
const failureReport = (options: Options, shardId: string, records: readonly StreamRecord[], condition: string): string =>
  JSON.stringify({
    requestContext: { functionArn: options.target.arn, condition },
    version: '1.0',
    timestamp: new Date(options.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records[0] ? sequenceOf(records[0]) : '',
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? '',
      batchSize: records.length,
      streamArn: options.mapping.sourceArn,
    },
  })

/** Begins to read at once. `onTrouble` hears what is wrong with the stream; reading goes on. */
export const readStream = (options: Options): EventSource => {
  const { mapping, reader, target, checkpoints, doorbell } = options
  const stopping = new AbortController()
  const pause = (ms: number) => doorbell.wait(ms, stopping.signal)

  const invoke = (records: readonly StreamRecord[]) =>
    target.invoke({ Records: records.map((record) => ({ ...record, awsRegion: region, eventSourceARN: mapping.sourceArn })) })

  /** Resolves when every record is settled, in order; false when stopping came first. */
  const settle = async (shardId: string, batch: readonly StreamRecord[]): Promise<boolean> => {
    let rest = batch
    let size = rest.length
    for (let failures = 0; rest.length > 0; ) {
      if (stopping.signal.aborted) return false
      const part = rest.slice(0, size)
      const tooOld = mapping.maxAgeMs !== -1 && part.every((record) => options.now() - createdMs(record) > mapping.maxAgeMs)
      const exhausted = mapping.retries !== -1 && failures > mapping.retries
      if (tooOld || exhausted) {
        if (mapping.onFailureArn !== null) {
          await options.giveUp(
            mapping.onFailureArn,
            failureReport(options, shardId, part, exhausted ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded'),
          )
        }
        rest = rest.slice(part.length)
        size = rest.length
        failures = 0
        continue
      }
      const failed = failedItems(await invoke(part), part.map(sequenceOf), mapping.partialFailures)
      const firstFailed = failed === 'all' ? 0 : part.findIndex((record) => failed.has(sequenceOf(record)))
      const settled = firstFailed === -1 ? part.length : firstFailed
      const last = part[settled - 1]
      if (last) checkpoints.set(shardId, sequenceOf(last))
      rest = rest.slice(settled)
      if (firstFailed === -1) {
        failures = 0
        size = rest.length
        continue
      }
      failures = settled > 0 ? 1 : failures + 1
      size = mapping.bisect && failed === 'all' && part.length > 1 ? Math.ceil(part.length / 2) : Math.min(part.length, rest.length)
      await sleep(Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10)))
    }
    return true
  }
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        stopping.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      stopping.signal.addEventListener('abort', done, { once: true })
    })

  const readShard = async (streamArn: string, shardId: string): Promise<void> => {
    let iterator: string | null = await reader.iteratorAt(streamArn, shardId, checkpoints.of(shardId))
    while (iterator !== null && !stopping.signal.aborted) {
      const { records, next }: Awaited<ReturnType<StreamReader['read']>> = await reader.read(iterator, Math.min(maxRead, mapping.batchSize))
      iterator = next
      if (mapping.windowMs > 0 && records.length > 0 && records.length < mapping.batchSize && iterator !== null) {
        await sleep(mapping.windowMs)
        const more = await reader.read(iterator, mapping.batchSize - records.length)
        records.push(...more.records)
        iterator = more.next
      }
      const wanted = records.filter((record) => passes(mapping.filters, record))
      if (!(await settle(shardId, wanted))) return
      const last = records.at(-1)
      if (last) checkpoints.set(shardId, sequenceOf(last))
      else await pause(idlePollMs)
    }
  }

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        return await work()
      } catch (error) {
        if (stopping.signal.aborted) return
        options.onTrouble(error)
        await sleep(firstRetryMs * 10)
      }
    }
  }
  const read = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await attempt(async () => {
        const { streamArn, shards } = await reader.shardsOf(options.table)
        for (const { id, last } of shards) {
          if (checkpoints.of(id) === null && mapping.startAt === 'LATEST' && last !== null) checkpoints.set(id, last)
        }
        await Promise.all(shards.map(({ id }) => attempt(() => readShard(streamArn, id))))
      })
      await pause(idlePollMs)
    }
  }
  const reading = read()

  return {
    stop: async (limitMs) => {
      stopping.abort()
      await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, limitMs).unref())])
    },
  }
}
