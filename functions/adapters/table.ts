/** One DynamoDB table: reads, pages with opaque cursors, conditional writes. */
import { ConditionalCheckFailedException, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { invalid } from '../use-cases/refusal.ts'

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>
export type Item = Record<string, unknown>
export type Key = { readonly pk: string; readonly sk: string }
type Names = Record<string, string>

export type Query = {
  readonly index?: 'gsi1' | 'gsi2' | 'gsi3'
  readonly pk: string
  /** Only sort keys that begin so. */
  readonly prefix?: string
  /** Only sort keys up to this one, included. */
  readonly upTo?: string
  /** Only sort keys from this one on, included. Needs `upTo`; not together with `prefix`. */
  readonly from?: string
  readonly latestFirst?: boolean
  readonly consistent?: boolean
  /** How many items `all` asks for at once; absent: as many as fit into 1 MB. */
  readonly atOnce?: number
  readonly filter?: { readonly expression: string; readonly names: Names; readonly values: Item }
  /** The only attributes of each item that are wanted, beside its keys. */
  readonly only?: readonly string[] | undefined
  /** A filter that DynamoDB cannot express: which of the items that passed are kept. */
  readonly keep?: ((item: Item) => boolean) | undefined
  /** Items that one read of a filtered list looks at, where that can be told in advance; else as many as fit into an answer. */
  readonly width?: number | undefined
}
/**
 * `condition` uses `#name` and `:name` for attributes; `values` gives what `:name` is where it is not among `set`.
 * Without one, the item must be there.
 */
export type Update = {
  readonly set?: Item
  readonly remove?: readonly string[]
  readonly condition?: string
  readonly names?: Names
  readonly values?: Item
}
export type Page = { readonly items: readonly Item[]; readonly nextCursor: string | null }

const Cursor = z.record(z.string(), z.string().min(1))
const encodeCursor = (key: Item): string => Buffer.from(JSON.stringify(key)).toString('base64url')
export const badCursor = (cursor: string): Error => invalid('query.cursor', cursor, 'must be a nextCursor of an earlier answer')

/** A cursor is believed only for the very list that it came from: DynamoDB refuses others, and so would a reader of other people's rows. */
const decodeCursor = (cursor: string, { index, pk }: Query): Record<string, string> => {
  let key: Record<string, string>
  try {
    key = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw badCursor(cursor)
  }
  const names = keyNames(index)
  const complete = Object.keys(key).length === names.length && names.every((name) => Object.hasOwn(key, name))
  if (!complete || key[index ? `${index}pk` : 'pk'] !== pk) throw badCursor(cursor)
  return key
}

// A filter may leave pages nearly empty: this bounds the work of one request, the cursor lets the caller go on.
const maxReads = 20

export class Table {
  readonly client: DynamoDBDocumentClient
  readonly name: string

  constructor(client: DynamoDBDocumentClient, name: string) {
    this.client = client
    this.name = name
  }

  async get(key: Key): Promise<Item | undefined> {
    return (await this.client.send(new GetCommand({ TableName: this.name, Key: key, ConsistentRead: true }))).Item
  }

  /** Items in no order; missing ones are left out. */
  async getMany(keys: readonly Key[]): Promise<Item[]> {
    const chunks = Array.from({ length: Math.ceil(keys.length / 100) }, (_, at) => keys.slice(at * 100, at * 100 + 100))
    const found: Item[] = []
    await inTurns(chunks, 8, async (chunk) => {
      let rest: Item[] = [...chunk]
      for (let tries = 0; rest.length > 0; tries++) {
        if (tries > 8) throw new Error('DynamoDB left keys unread')
        if (tries > 0) await pause(25 * 2 ** tries)
        const answer = await this.client.send(new BatchGetCommand({ RequestItems: { [this.name]: { Keys: rest, ConsistentRead: true } } }))
        found.push(...(answer.Responses?.[this.name] ?? []))
        rest = answer.UnprocessedKeys?.[this.name]?.Keys ?? []
      }
    })
    return found
  }

  private queryInput(query: Query) {
    const [pk, sk] = query.index ? [`${query.index}pk`, `${query.index}sk`] : ['pk', 'sk']
    const condition = ['#pk = :pk']
    if (query.prefix !== undefined) condition.push('begins_with(#sk, :prefix)')
    if (query.upTo !== undefined) condition.push(query.from === undefined ? '#sk <= :upTo' : '#sk BETWEEN :from AND :upTo')
    const shown = query.only && [...new Set([...keyNames(query.index), ...query.only])]
    const usesSk = query.prefix !== undefined || query.upTo !== undefined
    return {
      TableName: this.name,
      IndexName: query.index,
      KeyConditionExpression: condition.join(' AND '),
      FilterExpression: query.filter?.expression,
      ProjectionExpression: shown?.map((_, at) => `#shown${at}`).join(', '),
      ExpressionAttributeNames: {
        '#pk': pk,
        ...(usesSk ? { '#sk': sk } : {}),
        ...query.filter?.names,
        ...Object.fromEntries((shown ?? []).map((name, at) => [`#shown${at}`, name])),
      },
      ExpressionAttributeValues: {
        ':pk': query.pk,
        ':prefix': query.prefix,
        ':upTo': query.upTo,
        ':from': query.from,
        ...query.filter?.values,
      },
      ScanIndexForward: !query.latestFirst,
      ConsistentRead: query.consistent && !query.index ? true : undefined,
    }
  }

  /** Up to `limit` items that pass the filter. Fewer with a cursor means: ask on. */
  async page(query: Query, limit: number, cursor?: string): Promise<Page> {
    const items: Item[] = []
    let from: Record<string, unknown> | undefined = cursor === undefined ? undefined : decodeCursor(cursor, query)
    for (let reads = 0; reads < maxReads; reads++) {
      const answer = await this.client.send(
        new QueryCommand({
          ...this.queryInput(query),
          Limit: query.filter || query.keep ? query.width : limit - items.length,
          ExclusiveStartKey: from,
        }),
      )
      const room = limit - items.length
      const got = query.keep ? (answer.Items ?? []).filter(query.keep) : (answer.Items ?? [])
      items.push(...got.slice(0, room))
      from = answer.LastEvaluatedKey
      if (got.length > room) return { items, nextCursor: encodeCursor(keyOf(items.at(-1) ?? {}, query.index)) }
      if (from === undefined) return { items, nextCursor: null }
      if (items.length === limit) break
    }
    return { items, nextCursor: from === undefined ? null : encodeCursor(from) }
  }

  /** All items, one page of DynamoDB at a time. */
  async *all(query: Query): AsyncGenerator<Item> {
    let from: Record<string, unknown> | undefined
    do {
      const answer = await this.client.send(new QueryCommand({ ...this.queryInput(query), Limit: query.atOnce, ExclusiveStartKey: from }))
      yield* answer.Items ?? []
      from = answer.LastEvaluatedKey
    } while (from !== undefined)
  }

  async list(query: Query): Promise<Item[]> {
    const items: Item[] = []
    for await (const item of this.all(query)) items.push(item)
    return items
  }

  /** How many items there are, without fetching them. */
  async count(query: Query): Promise<number> {
    let sum = 0
    let from: Record<string, unknown> | undefined
    do {
      const answer = await this.client.send(new QueryCommand({ ...this.queryInput(query), Select: 'COUNT', ExclusiveStartKey: from }))
      sum += answer.Count ?? 0
      from = answer.LastEvaluatedKey
    } while (from !== undefined)
    return sum
  }

  async put(item: Item): Promise<void> {
    await this.client.send(new PutCommand({ TableName: this.name, Item: item }))
  }

  /** False when there is one already. */
  async create(item: Item): Promise<boolean> {
    return succeeded(() =>
      this.client.send(new PutCommand({ TableName: this.name, Item: item, ConditionExpression: 'attribute_not_exists(pk)' })),
    )
  }

  async putMany(items: readonly Item[]): Promise<void> {
    const chunks = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25))
    await inTurns(chunks, 8, async (chunk) => {
      let rest: { PutRequest?: { Item: Item | undefined } | undefined }[] = chunk.map((Item) => ({ PutRequest: { Item } }))
      for (let tries = 0; rest.length > 0; tries++) {
        if (tries > 8) throw new Error('DynamoDB left items unwritten')
        if (tries > 0) await pause(25 * 2 ** tries)
        const answer = await this.client.send(new BatchWriteCommand({ RequestItems: { [this.name]: rest } }))
        rest = answer.UnprocessedItems?.[this.name] ?? []
      }
    })
  }

  /** Sets and removes attributes of an item, under a condition. False when the condition does not hold. */
  async update(key: Key, change: Update): Promise<boolean> {
    return succeeded(() => this.client.send(new UpdateCommand(this.updateOf(key, change))))
  }

  /** As `update` takes it, for who writes it together with something else. */
  updateOf(key: Key, change: Update) {
    const set = Object.entries(change.set ?? {}).filter(([, value]) => value !== undefined)
    const remove = change.remove ?? []
    const expression = [
      set.length > 0 ? `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}` : '',
      remove.length > 0 ? `REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '',
    ].join(' ')
    return {
      TableName: this.name,
      Key: key,
      UpdateExpression: expression.trim(),
      ConditionExpression: change.condition ?? 'attribute_exists(pk)',
      ExpressionAttributeNames: {
        ...Object.fromEntries([...set.map(([name]) => name), ...remove].map((name) => [`#${name}`, name])),
        ...change.names,
      },
      ExpressionAttributeValues: orNone({ ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])), ...change.values }),
    }
  }

  /** Adds one to a number of an item, made where it is missing; what it is now. */
  async increment(key: Key, attribute: string, expiresAt?: number): Promise<number> {
    const answer = await this.client.send(
      new UpdateCommand({
        TableName: this.name,
        Key: key,
        UpdateExpression: `${expiresAt === undefined ? '' : 'SET expiresAt = :expiresAt '}ADD #counter :one`,
        ExpressionAttributeNames: { '#counter': attribute },
        ExpressionAttributeValues: { ':one': 1, ':expiresAt': expiresAt },
        ReturnValues: 'UPDATED_NEW',
      }),
    )
    return z.number().parse(answer.Attributes?.[attribute])
  }

  /** What was there, if anything was. */
  async take(key: Key): Promise<Item | undefined> {
    return (await this.client.send(new DeleteCommand({ TableName: this.name, Key: key, ReturnValues: 'ALL_OLD' }))).Attributes
  }

  async delete(key: Key, condition?: { expression: string; values: Item; names?: Names }): Promise<boolean> {
    return succeeded(() =>
      this.client.send(
        new DeleteCommand({
          TableName: this.name,
          Key: key,
          ConditionExpression: condition?.expression,
          ExpressionAttributeValues: condition?.values,
          ExpressionAttributeNames: condition?.names,
        }),
      ),
    )
  }

  /**
   * Each under its own condition, none kept from being written by another: whether it was, by place. Many go in one
   * transaction, which is one call, and one commit where the table is a file. Of different items.
   */
  async writeEach(writes: Writes): Promise<readonly boolean[]> {
    const done = writes.map(() => false)
    const places = [...writes.entries()]
    const parts = Array.from({ length: Math.ceil(places.length / mostInTransaction) }, (_, at) =>
      places.slice(at * mostInTransaction, (at + 1) * mostInTransaction),
    )
    await inTurns(parts, transactionsAtOnce, async (part) => {
      for (let rest = part; rest.length > 0; ) {
        const failed = new Set(await this.transact(rest.map(([, write]) => write)))
        if (failed.size === 0) for (const [place] of rest) done[place] = true
        rest = failed.size === 0 ? [] : rest.filter((_, at) => !failed.has(at))
      }
    })
    return done
  }

  /** All or nothing. The places of the writes whose condition does not hold; none: it is done. */
  async transact(writes: Writes): Promise<readonly number[]> {
    for (let tries = 0; ; tries++) {
      try {
        await this.client.send(new TransactWriteCommand({ TransactItems: writes }))
        return []
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error
        const reasons = error.CancellationReasons ?? []
        const failed = reasons.flatMap(({ Code }, place) => (Code === 'ConditionalCheckFailed' ? [place] : []))
        if (failed.length > 0) return failed
        // Another writer has one of the items for a moment, or the table is hot: the SDK does not try again by itself.
        if (tries >= conflictTries || !reasons.some(({ Code }) => passing.has(Code ?? ''))) throw error
        await pause(conflictPauseMs(tries))
      }
    }
  }
}

/** DynamoDB would take 100 writes in a transaction: fewer at a time leave room for who asks meanwhile. */
const mostInTransaction = 25
const transactionsAtOnce = 3
const passing: ReadonlySet<string> = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])
const conflictTries = 8
const conflictPauseMs = (tries: number): number => 20 * 2 ** tries * (0.5 + Math.random())

const keyNames = (index: Query['index']): string[] => ['pk', 'sk', ...(index ? [`${index}pk`, `${index}sk`] : [])]
const keyOf = (item: Item, index: Query['index']): Item => Object.fromEntries(keyNames(index).map((name) => [name, item[name]]))
const orNone = (values: Item): Item | undefined => (Object.keys(values).length > 0 ? values : undefined)
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Whether the condition held. A transaction that holds the item for a moment is waited for. */
const succeeded = async (write: () => Promise<unknown>): Promise<boolean> => {
  for (let tries = 0; ; tries++) {
    try {
      await write()
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      if (!(error instanceof TransactionConflictException) || tries >= conflictTries) throw error
      await pause(conflictPauseMs(tries))
    }
  }
}

/** Runs `work` over all, at most `width` at a time. */
export const inTurns = async <T>(all: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> => {
  const rest = [...all]
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, worker))
}
