/** The four calls of DynamoDB Streams that an event source needs. The stand-in asks for a signature but does not check it. */
import * as z from 'zod'

const Image = z.record(z.string(), z.unknown())
export const StreamRecord = z.looseObject({
  eventID: z.string(),
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.looseObject({
    Keys: Image,
    NewImage: Image.optional(),
    OldImage: Image.optional(),
    SequenceNumber: z.string(),
    StreamViewType: z.string().optional(),
  }),
})
export type StreamRecord = z.infer<typeof StreamRecord>

const Streams = z.object({ Streams: z.array(z.object({ StreamArn: z.string(), TableName: z.string() })) })
const Shard = z.object({
  ShardId: z.string(),
  SequenceNumberRange: z.object({ EndingSequenceNumber: z.string().optional() }).optional(),
})
const Description = z.object({ StreamDescription: z.object({ Shards: z.array(Shard) }) })
const Iterator = z.object({ ShardIterator: z.string() })
const Records = z.object({ Records: z.array(StreamRecord), NextShardIterator: z.string().nullish() })

const requestLimitMs = 10_000

/** `last`: the sequence number of its newest record, where there is one. */
export type StreamShard = { readonly id: string; readonly last: string | null }

export type StreamReader = {
  /** The stream and shards of a table as it is now. Throws when it has no stream. */
  readonly shardsOf: (table: string) => Promise<{ streamArn: string; shards: readonly StreamShard[] }>
  /** An iterator after a sequence number, or from the oldest record (`null`). */
  readonly iteratorAt: (streamArn: string, shardId: string, after: string | null) => Promise<string>
  readonly read: (iterator: string, limit: number) => Promise<{ records: StreamRecord[]; next: string | null }>
}

export const streamReader = (url: string, region: string): StreamReader => {
  const call = async <T extends z.ZodType>(operation: string, input: unknown, schema: T): Promise<z.output<T>> => {
    const date = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        'x-amz-date': date,
        authorization: `AWS4-HMAC-SHA256 Credential=local/${date.slice(0, 8)}/${region}/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=00`,
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(requestLimitMs),
    })
    const body: unknown = await response.json()
    if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${JSON.stringify(body)}`)
    return schema.parse(body)
  }
  return {
    shardsOf: async (table) => {
      const { Streams: streams } = await call('ListStreams', { TableName: table }, Streams)
      const streamArn = streams.find(({ TableName }) => TableName === table)?.StreamArn
      if (streamArn === undefined) throw new Error(`the table ${table} has no stream`)
      const { StreamDescription } = await call('DescribeStream', { StreamArn: streamArn }, Description)
      return {
        streamArn,
        shards: StreamDescription.Shards.map(({ ShardId, SequenceNumberRange }) => ({
          id: ShardId,
          last: SequenceNumberRange?.EndingSequenceNumber ?? null,
        })),
      }
    },
    iteratorAt: async (streamArn, shardId, after) => {
      const place =
        after === null ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
      return (await call('GetShardIterator', { StreamArn: streamArn, ShardId: shardId, ...place }, Iterator)).ShardIterator
    },
    read: async (iterator, limit) => {
      const { Records: records, NextShardIterator } = await call('GetRecords', { ShardIterator: iterator, Limit: limit }, Records)
      return { records, next: NextShardIterator ?? null }
    },
  }
}
