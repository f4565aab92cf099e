/** What a function returned → what API Gateway sends: payload format 2.0, with its inference of plain results. Pure. */
import * as z from 'zod'

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}

const Full = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
})

export const message = (status: number, text: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message: text })),
})

export const internalServerError = message(500, 'Internal Server Error')

/** `payload`: the function's result as JSON. */
export const answerOf = (payload: string): Answer => {
  const result: unknown = JSON.parse(payload)
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(typeof result === 'string' ? result : payload),
    }
  }
  const parsed = Full.safeParse(result)
  if (!parsed.success) return internalServerError
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data
  const lowerCase = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  const content = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  return {
    status: statusCode,
    headers: {
      ...(content.length > 0 && { 'content-type': 'text/plain; charset=utf-8' }),
      ...lowerCase,
      ...(cookies && cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: content,
  }
}
