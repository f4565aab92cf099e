/** The WebSocket of the fixture: refuses a bad ticket, echoes through the management endpoint, remembers who left. */
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda'

const table = new DynamoDBClient({})
const connections = new ApiGatewayManagementApiClient({ endpoint: process.env.LIVE_ENDPOINT ?? '' })
type Event = APIGatewayProxyWebsocketEventV2 & { queryStringParameters?: Record<string, string> }

export const handler = async (event: Event) => {
  const { connectionId: ConnectionId, routeKey } = event.requestContext
  switch (routeKey) {
    case '$connect':
      return { statusCode: event.queryStringParameters?.ticket === 'good' ? 200 : 403 }
    case '$disconnect':
      await table.send(
        new PutItemCommand({
          TableName: process.env.TABLE_NAME,
          Item: { pk: { S: 'left' }, sk: { S: 'ITEM' }, body: { S: ConnectionId } },
        }),
      )
      return { statusCode: 200 }
    default:
      await connections.send(
        new PostToConnectionCommand({ ConnectionId, Data: JSON.stringify({ routeKey, ConnectionId, echo: event.body }) }),
      )
      return { statusCode: 200 }
  }
}
