/** TTL: the stand-in never deletes what has expired, so this does, as late and as quietly as AWS. */
import { ConditionalCheckFailedException, DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import type { DeclaredTable } from './declared-tables.ts'

export const expirySweepMs = 10 * 60_000

/** Deletes the items whose expiry lies before `now` (milliseconds since 1970); gives how many. */
export const sweepExpired = async (client: DynamoDBClient, tables: readonly DeclaredTable[], now: number): Promise<number> => {
  let deleted = 0
  for (const { name, keys, expiryAttribute } of tables) {
    if (expiryAttribute === null) continue
    const names = Object.fromEntries([['#expiry', expiryAttribute], ...keys.map((key, place) => [`#key${place}`, key.AttributeName])])
    const values = { ':now': { N: String(Math.floor(now / 1000)) } }
    const pages = paginateScan(
      { client },
      {
        TableName: name,
        FilterExpression: '#expiry < :now',
        ProjectionExpression: keys.map((_, place) => `#key${place}`).join(', '),
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
      },
    )
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        try {
          await client.send(
            new DeleteItemCommand({
              TableName: name,
              Key: item,
              // It may have been renewed since.
              ConditionExpression: '#expiry < :now',
              ExpressionAttributeNames: { '#expiry': expiryAttribute },
              ExpressionAttributeValues: values,
            }),
          )
          deleted += 1
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error
        }
      }
    }
  }
  return deleted
}
