/** Consumes the queue: writes each message as an item; a message that says `fail` fails, every time. */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { SQSEvent } from 'aws-lambda'

const table = new DynamoDBClient({})

export const handler = async (event: SQSEvent) => {
  const results = await Promise.allSettled(
    event.Records.map(async ({ body }) => {
      await table.send(
        new UpdateItemCommand({
          TableName: process.env.TABLE_NAME,
          Key: { pk: { S: `message-${body}` }, sk: { S: 'ITEM' } },
          UpdateExpression: 'SET body = :body ADD times :one',
          ExpressionAttributeValues: { ':body': { S: body }, ':one': { N: '1' } },
        }),
      )
      if (body.startsWith('fail')) throw new Error(body)
    }),
  )
  return {
    batchItemFailures: event.Records.filter((_, place) => results[place]?.status === 'rejected').map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }
}
