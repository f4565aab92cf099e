/** CORS as an HTTP API does it: preflights are answered at the door, other answers get the headers. Pure. */
import * as z from 'zod'

export const CorsConfiguration = z.looseObject({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  MaxAge: z.coerce.number().optional(),
  AllowCredentials: z.boolean().default(false),
})
export type CorsConfiguration = z.infer<typeof CorsConfiguration>

/** The headers for a request from this origin; none where the origin is not among those let in. */
export const corsHeaders = (
  cors: CorsConfiguration | null,
  origin: string | undefined,
  isPreflight: boolean,
): Readonly<Record<string, string>> => {
  if (!cors || origin === undefined) return {}
  const isAny = cors.AllowOrigins.includes('*')
  if (!isAny && !cors.AllowOrigins.includes(origin)) return {}
  const list = (name: string, values: readonly string[]) => (values.length > 0 ? { [name]: values.join(',') } : {})
  return {
    'access-control-allow-origin': isAny ? '*' : origin,
    ...(!isAny && { vary: 'Origin' }),
    ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...list('access-control-expose-headers', cors.ExposeHeaders),
    ...(isPreflight && list('access-control-allow-methods', cors.AllowMethods)),
    ...(isPreflight && list('access-control-allow-headers', cors.AllowHeaders)),
    ...(isPreflight && cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
  }
}
