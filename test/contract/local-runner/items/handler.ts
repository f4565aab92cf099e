/** HTTP doors of the fixture: write an item, read it, ask for what the role does not allow, show the event. */
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda'

const table = new DynamoDBClient({})
const queue = new SQSClient({})
const TableName = process.env.TABLE_NAME
const json = (statusCode: number, body: unknown) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

export const handler = async (event: APIGatewayProxyEventV2WithJWTAuthorizer) => {
  const id = event.pathParameters?.id ?? ''
  switch (event.routeKey) {
    case 'PUT /items/{id}':
      await table.send(new PutItemCommand({ TableName, Item: { pk: { S: id }, sk: { S: 'ITEM' }, body: { S: event.body ?? '' } } }))
      return { statusCode: 204, cookies: ['a=1', 'b=2'] }
    case 'GET /items/{id}': {
      const { Item } = await table.send(new GetItemCommand({ TableName, Key: { pk: { S: id }, sk: { S: 'ITEM' } }, ConsistentRead: true }))
      return Item ? json(200, { body: Item.body?.S, seen: Item.seen?.S ?? null }) : json(404, { message: 'no such item' })
    }
    case 'DELETE /items/{id}':
      try {
        await table.send(new DeleteItemCommand({ TableName, Key: { pk: { S: id }, sk: { S: 'ITEM' } } }))
        return json(200, { refused: null })
      } catch (error) {
        return json(200, { refused: error instanceof Error ? { name: error.name, message: error.message } : null })
      }
    case 'POST /messages':
      await queue.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: event.body ?? '' }))
      return json(202, {})
    case 'GET /fail':
      throw new Error('meant to fail')
    case 'GET /environment':
      return json(200, process.env)
    default:
      return json(200, event)
  }
}
