/** Reads the table's stream: marks each new item as seen, with the order in which it came. */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'

const table = new DynamoDBClient({})

export const handler = async (event: DynamoDBStreamEvent) => {
  for (const { dynamodb } of event.Records) {
    const pk = dynamodb?.Keys?.pk?.S ?? ''
    await table.send(
      new UpdateItemCommand({
        TableName: process.env.TABLE_NAME,
        Key: { pk: { S: pk }, sk: { S: 'ITEM' } },
        UpdateExpression: 'SET seen = :seen',
        ExpressionAttributeValues: { ':seen': { S: `${dynamodb?.SequenceNumber} ${Date.now()}` } },
      }),
    )
  }
  return { batchItemFailures: [] }
}
