/** The door of the WebSocket: open, listen, close. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import * as z from 'zod'
import { liveSender, liveStore } from '../adapters/live.ts'
import { Table } from '../adapters/table.ts'
import { documentClient, liveClient } from '../runtime/clients.ts'
import { LiveConfig, readConfig } from '../runtime/config.ts'
import { logger } from '../runtime/logger.ts'
import { connect, receive } from '../use-cases/live.ts'

const config = readConfig(LiveConfig)
const connections = liveStore(new Table(documentClient(), config.TABLE_NAME))
const ports = { connections, live: liveSender(connections, liveClient(config.LIVE_ENDPOINT)), now: () => Date.now() }

const Event = z.object({
  requestContext: z.object({ routeKey: z.string(), connectionId: z.string() }),
  headers: z.record(z.string(), z.string().optional()).nullish(),
  queryStringParameters: z.record(z.string(), z.string().optional()).nullish(),
  body: z.string().nullish(),
})

const header = (headers: Record<string, string | undefined>, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]

export const handler = middy<unknown, { statusCode: number }>()
  .use(injectLambdaContext(logger))
  .handler(async (event: unknown) => {
    const { requestContext, headers, queryStringParameters, body } = Event.parse(event)
    const id = requestContext.connectionId
    switch (requestContext.routeKey) {
      case '$connect': {
        const allowed = await connect(ports, {
          id,
          ticket: queryStringParameters?.ticket,
          origin: header(headers ?? {}, 'origin'),
          origins: config.CONSOLE_ORIGINS,
        })
        return { statusCode: allowed ? 200 : 403 }
      }
      case '$disconnect':
        await connections.close(id)
        return { statusCode: 200 }
      default:
        await receive(ports, id, body ?? '')
        return { statusCode: 200 }
    }
  })
