/** TTL: the stand-in never deletes what has expired, so this does, as late and as quietly as AWS. */
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as letOthersRun } from 'node:timers/promises'
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb'
import * as z from 'zod'
import type { DeclaredTable } from './declared-tables.ts'

export const expirySweepMs = 10 * 60_000

type Key = Record<string, AttributeValue>
type Expiring = DeclaredTable & { readonly expiryAttribute: string }
const isExpiring = (table: DeclaredTable): table is Expiring => table.expiryAttribute !== null

const Text = z.object({ S: z.string() })

/** Rows that are looked at before others get their turn. */
const rowsAtATime = 2000

/**
 * Straight from the stand-in's database: it sorts the whole table for each page of a scan, which takes minutes, during
 * which nothing else is answered, once a table has hundreds of thousands of items. Keys of the product's tables are texts.
 */
async function* expiredIn(file: string, { name, keys, expiryAttribute }: Expiring, nowSeconds: number): AsyncGenerator<Key> {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    const table = `"${name.replaceAll('"', '""')}"`
    const { last } = database.prepare(`SELECT MAX(rowid) AS last FROM ${table}`).get() ?? {}
    const pathOf = (attribute: string): string => `$."${attribute}"`
    const select = database.prepare(
      `SELECT ${keys
        .map(() => 'json_extract(item_json, ?)')
        .map((key, place) => `${key} AS key${place}`)
        .join(', ')} FROM ${table}
      WHERE rowid > ? AND rowid <= ? AND instr(item_json, ?) > 0 AND CAST(json_extract(item_json, ?) AS INTEGER) < ?`,
    )
    const paths = keys.map(({ AttributeName }) => pathOf(AttributeName))
    for (let from = 0; from < Number(last ?? 0); from += rowsAtATime) {
      const rows = select.all(...paths, from, from + rowsAtATime, `"${expiryAttribute}"`, `${pathOf(expiryAttribute)}.N`, nowSeconds)
      for (const row of rows)
        yield Object.fromEntries(
          keys.map(({ AttributeName }, place) => [AttributeName, Text.parse(JSON.parse(String(row[`key${place}`])))]),
        )
      await letOthersRun()
    }
  } finally {
    database.close()
  }
}

async function* expiredByScan(client: DynamoDBClient, { name, keys, expiryAttribute }: Expiring, nowSeconds: number): AsyncGenerator<Key> {
  const pages = paginateScan(
    { client },
    {
      TableName: name,
      FilterExpression: '#expiry < :now',
      ProjectionExpression: keys.map((_, place) => `#key${place}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries([
        ['#expiry', expiryAttribute],
        ...keys.map((key, place) => [`#key${place}`, key.AttributeName]),
      ]),
      ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
    },
  )
  for await (const { Items = [] } of pages) yield* Items
}

/**
 * Deletes the items whose expiry lies before `now` (milliseconds since 1970); gives how many. `file`: the stand-in's
 * database; null for a server that is not ours.
 */
export const sweepExpired = async (
  client: DynamoDBClient,
  tables: readonly DeclaredTable[],
  now: number,
  file: string | null,
): Promise<number> => {
  let deleted = 0
  const nowSeconds = Math.floor(now / 1000)
  for (const table of tables.filter(isExpiring)) {
    const expired = file === null ? expiredByScan(client, table, nowSeconds) : expiredIn(file, table, nowSeconds)
    for await (const key of expired) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: table.name,
            Key: key,
            // It may have been renewed since.
            ConditionExpression: '#expiry < :now',
            ExpressionAttributeNames: { '#expiry': table.expiryAttribute },
            ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
          }),
        )
        deleted += 1
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    }
  }
  return deleted
}
