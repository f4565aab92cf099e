/** Never ends: the runner must end it at its timeout. `?crash` ends the whole runtime. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda'

export const handler = (event: APIGatewayProxyEventV2): Promise<unknown> => {
  if (event.rawQueryString === 'crash') process.exit(3)
  if (event.rawQueryString === 'quick') return Promise.resolve({ ok: true })
  return new Promise(() => {})
}
