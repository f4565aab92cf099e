/** AWS Signature Version 4, checked: in the Authorization header, or in the query of a presigned URL. Source: AWS, "Signature Version 4 signing process". */
import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export type Verdict =
  | { readonly ok: true; readonly accessKeyId: string; readonly presigned: boolean; readonly service: string; readonly region: string }
  | { readonly ok: false; readonly code: string; readonly message: string }

export type Signed = {
  readonly method: string
  /** Path and query as received. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** The body, its hash, or 'unsigned' where x-amz-content-sha256 is taken at its word. */
  readonly body: Buffer | 'unsigned' | { readonly sha256: string }
  readonly secretOf: (accessKeyId: string) => string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

const maxSkewMs = 15 * 60_000
const maxExpirySeconds = 7 * 86_400
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer | KeyObject, data: string): Buffer => createHmac('sha256', key).update(data).digest()
const refuse = (code: string, message: string): Verdict => ({ ok: false, code, message })
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

type Claim = { credential: string; signedHeaders: string; signature: string; date: string; presigned: boolean; expires: number | null }

export const verifyRequest = (request: Signed): Verdict => {
  const [path = '/', queryText = ''] = splitOnce(request.url, '?')
  const query = queryText === '' ? [] : queryText.split('&').map((part) => splitOnce(part, '='))
  const claim = claimOf(request.headers, query)
  if (!claim) return refuse('MissingAuthenticationToken', 'The request is not signed')
  const [accessKeyId, day, region, service, end] = claim.credential.split('/')
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request')
    return refuse('AuthorizationHeaderMalformed', 'The credential is malformed')
  const secret = request.secretOf(accessKeyId)
  if (secret === undefined) return refuse('InvalidAccessKeyId', 'The access key is not known')
  const at = parseDate(claim.date)
  if (at === null || !claim.date.startsWith(day)) return refuse('AuthorizationHeaderMalformed', 'The date is malformed')
  const stale = staleness(claim, at, request.now)
  if (stale) return stale

  const names = claim.signedHeaders.split(';')
  if (!names.includes('host')) return refuse('AuthorizationHeaderMalformed', 'host must be signed')
  const canonicalHeaders = names.map((name) => `${name}:${headerText(request.headers[name])}\n`).join('')
  const canonicalQuery = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value = '']) => [reencode(name ?? ''), reencode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  // S3 signs the path as it is sent; the others encode it once more.
  const canonicalPath = service === 's3' ? path : path.split('/').map(encode).join('/')
  const canonical = [
    request.method,
    canonicalPath,
    canonicalQuery,
    canonicalHeaders,
    claim.signedHeaders,
    payloadHash(request, claim),
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const expected = hmac(signingKey(secret, day, region, service), ['AWS4-HMAC-SHA256', claim.date, scope, sha256(canonical)].join('\n'))
  const given = Buffer.from(claim.signature, 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return refuse('SignatureDoesNotMatch', 'The signature is not the one expected')
  return { ok: true, accessKeyId, presigned: claim.presigned, service, region }
}

/** A day's key of one caller and service: few, and asked for with every request. */
const signingKeys = new Map<string, KeyObject>()
const mostSigningKeys = 500
const signingKey = (secret: string, day: string, region: string, service: string): KeyObject => {
  const name = JSON.stringify([secret, day, region, service])
  const known = signingKeys.get(name)
  if (known) return known
  if (signingKeys.size >= mostSigningKeys) signingKeys.clear()
  const key = createSecretKey(hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request'))
  signingKeys.set(name, key)
  return key
}

const claimOf = (headers: IncomingHttpHeaders, query: readonly string[][]): Claim | null => {
  const header = /^AWS4-HMAC-SHA256 Credential=([^, ]+), ?SignedHeaders=([^, ]+), ?Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? '',
  )
  if (header)
    return {
      credential: header[1] ?? '',
      signedHeaders: header[2] ?? '',
      signature: header[3] ?? '',
      date: headerText(headers['x-amz-date']),
      presigned: false,
      expires: null,
    }
  const of = (name: string): string => decodeURIComponent(query.find(([key]) => key === name)?.[1] ?? '')
  if (of('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return null
  return {
    credential: of('X-Amz-Credential'),
    signedHeaders: of('X-Amz-SignedHeaders'),
    signature: of('X-Amz-Signature'),
    date: of('X-Amz-Date'),
    presigned: true,
    expires: Number(of('X-Amz-Expires')),
  }
}

const staleness = (claim: Claim, at: number, now: number): Verdict | null => {
  if (claim.expires === null)
    return Math.abs(now - at) > maxSkewMs ? refuse('RequestTimeTooSkewed', 'The clocks differ by more than 15 minutes') : null
  if (!(claim.expires > 0 && claim.expires <= maxExpirySeconds))
    return refuse('AuthorizationQueryParametersError', 'X-Amz-Expires must be from 1 to 604800')
  if (now > at + claim.expires * 1000 || now < at - maxSkewMs) return refuse('AccessDenied', 'Request has expired')
  return null
}

const payloadHash = (request: Signed, claim: Claim): string => {
  if (claim.presigned) return headerText(request.headers['x-amz-content-sha256']) || 'UNSIGNED-PAYLOAD'
  if (Buffer.isBuffer(request.body)) return sha256(request.body)
  if (request.body === 'unsigned') return headerText(request.headers['x-amz-content-sha256']) || 'UNSIGNED-PAYLOAD'
  return request.body.sha256
}

const headerText = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/\s+/g, ' ')
const reencode = (text: string): string => encode(decodeURIComponent(text.replace(/\+/g, '%20')))
const splitOnce = (text: string, by: string): string[] => {
  const at = text.indexOf(by)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
const parseDate = (text: string): number | null => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  return match ? Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`) : null
}
