/** S3 as the SDK speaks it, for local mode: objects of the template's buckets, signatures checked, on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { verifyRequest } from '../sigv4/verify.ts'
import { isErrorCode, S3Error, sendError, sendXml, xml } from './answers.ts'
import { AwsChunked } from './aws-chunked.ts'
import { Checksums, checksumNames } from './checksums.ts'
import { type ObjectStore, openObjects, type StoredObject } from './objects.ts'

export type S3Options = {
  /** All state; survives kill -9. */
  readonly directory: string
  readonly buckets: readonly string[]
  readonly secretOf: (accessKeyId: string) => string | undefined
  /** Asked for presigned requests only: calls through the SDK are checked where they are made. */
  readonly mayCall?: (call: { accessKeyId: string; action: string; bucket: string; key: string }) => boolean
  /** Asked at each request: origins may be known only once the servers listen. */
  readonly corsOrigins: () => readonly string[] | '*'
  readonly port?: number
}

type Call = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly bucket: string
  readonly key: string
  readonly query: URLSearchParams
  readonly objects: ObjectStore
}

/** The greatest object of one PUT, in bytes. */
const maxPutBytes = 5 * 1024 ** 3
const actions: Record<string, string> = { GET: 's3:GetObject', HEAD: 's3:GetObject', PUT: 's3:PutObject', DELETE: 's3:DeleteObject' }

export const startS3 = async (options: S3Options): Promise<{ url: string; close: () => Promise<void> }> => {
  const objects = openObjects(options.directory, options.buckets)
  const server = createServer((request, response) => {
    handle(options, objects, request, response).catch((error: unknown) => {
      const known = error instanceof S3Error ? error : new S3Error('InternalError', error instanceof Error ? error.message : String(error))
      // What is left of a refused body is not read for ever.
      if (!request.complete) response.setHeader('connection', 'close')
      sendError(response, known, request.url?.split('?')[0] ?? '/', request.method === 'HEAD')
    })
  })
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      objects.close()
    },
  }
}

const handle = async (options: S3Options, objects: ObjectStore, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  // Browsers alone say where they come from; which origins may is read from the template, which costs more than the rest.
  if (request.headers.origin !== undefined) allowOrigin(options.corsOrigins(), request, response)
  if (request.method === 'OPTIONS') {
    response.writeHead(request.headers.origin ? 200 : 403).end()
    return
  }
  const verdict = verifyRequest({
    method: request.method ?? '',
    url: request.url ?? '/',
    headers: request.headers,
    body: 'unsigned',
    secretOf: options.secretOf,
    now: Date.now(),
  })
  if (!verdict.ok) throw new S3Error(isErrorCode(verdict.code) ? verdict.code : 'AccessDenied', verdict.message)
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const [, bucket = '', ...rest] = pathname.split('/')
  const key = decodeURIComponent(rest.join('/'))
  const action = actions[request.method ?? ''] ?? ''
  if (verdict.presigned && options.mayCall && !options.mayCall({ accessKeyId: verdict.accessKeyId, action, bucket, key }))
    throw new S3Error('AccessDenied', `The signer may not ${action} ${bucket}/${key}`)
  await route({ request, response, bucket, key, query: searchParams, objects })
}

const allowOrigin = (origins: readonly string[] | '*', request: IncomingMessage, response: ServerResponse): void => {
  const { origin } = request.headers
  if (origin === undefined || (origins !== '*' && !origins.includes(origin))) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-methods', 'GET, HEAD, PUT')
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
  response.setHeader('access-control-expose-headers', 'ETag')
  response.setHeader('access-control-max-age', '3000')
  response.setHeader('vary', 'Origin')
}

const route = async (call: Call): Promise<void> => {
  const { request, response, bucket, key, query, objects } = call
  if (bucket === '' && request.method === 'GET') {
    sendXml(
      response,
      200,
      `<ListAllMyBucketsResult><Buckets>${objects.buckets.map((name) => `<Bucket><Name>${xml(name)}</Name></Bucket>`).join('')}</Buckets></ListAllMyBucketsResult>`,
    )
    return
  }
  if (!objects.buckets.includes(bucket)) throw new S3Error('NoSuchBucket', `There is no bucket ${bucket}`)
  if (key === '') {
    if (request.method === 'HEAD') return void response.writeHead(200).end()
    if (request.method === 'GET' && query.get('list-type') === '2') return list(call)
    throw new S3Error('NotImplemented', `${request.method} on a bucket is not part of this stand-in`)
  }
  if (query.has('uploads') || query.has('uploadId')) throw new S3Error('NotImplemented', 'Multipart uploads are not part of this stand-in')
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return get(call)
    case 'PUT':
      return put(call)
    case 'DELETE':
      await objects.delete(bucket, key)
      return void response.writeHead(204).end()
    default:
      throw new S3Error('NotImplemented', `${request.method} is not part of this stand-in`)
  }
}

const describe = (object: StoredObject, withChecksums: boolean): Record<string, string> => ({
  etag: object.etag,
  'last-modified': new Date(object.modified).toUTCString(),
  'content-type': object.contentType,
  'accept-ranges': 'bytes',
  // A checksum is that of the whole object, and only sent to who asks for it.
  ...Object.fromEntries(Object.entries(object.headers).filter(([name]) => withChecksums || !name.startsWith('x-amz-checksum-'))),
})

const get = async ({ request, response, bucket, key, objects }: Call): Promise<void> => {
  const object = objects.get(bucket, key)
  if (!object) throw new S3Error('NoSuchKey', 'The specified key does not exist.')
  const range = rangeOf(request.headers.range, object.size)
  const length = range ? range.end - range.start + 1 : object.size
  const headers = {
    ...describe(object, !range && request.headers['x-amz-checksum-mode'] === 'ENABLED'),
    'content-length': String(length),
    ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${object.size}` } : {}),
  }
  response.writeHead(range ? 206 : 200, headers)
  if (request.method === 'HEAD' || length === 0) response.end()
  else await pipeline(objects.read(bucket, key, range ?? undefined), response)
}

const rangeOf = (header: string | undefined, size: number): { start: number; end: number } | null => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]))
  if (start > end) throw new S3Error('InvalidRange', 'The requested range is not satisfiable')
  return { start, end }
}

const put = async ({ request, response, bucket, key, query, objects }: Call): Promise<void> => {
  const header = (name: string): string | undefined =>
    typeof request.headers[name] === 'string' ? request.headers[name] : (query.get(name) ?? undefined)
  if (Number(header('content-length') ?? 0) > maxPutBytes) throw new S3Error('EntityTooLarge', 'One PUT takes at most 5 GiB')
  const isNew = header('if-none-match') === '*'
  if (isNew && objects.get(bucket, key)) throw new S3Error('PreconditionFailed', 'There is such an object already')
  const checksums = new Checksums()
  const chunked =
    header('x-amz-content-sha256')?.startsWith('STREAMING-') || header('content-encoding')?.includes('aws-chunked')
      ? new AwsChunked()
      : null
  const stored = await objects.put(
    bucket,
    key,
    request,
    { decode: chunked, checksums },
    {
      now: Date.now(),
      contentType: header('content-type') ?? 'binary/octet-stream',
      mayReplace: () => !isNew || objects.get(bucket, key) === null,
      check: ({ size, md5 }) => {
        const expected = header('x-amz-decoded-content-length') ?? (chunked ? undefined : header('content-length'))
        if (expected !== undefined && Number(expected) !== size)
          throw new S3Error('IncompleteBody', `Expected ${expected} bytes, got ${size}`)
        if (header('content-md5') !== undefined && header('content-md5') !== md5.toString('base64'))
          throw new S3Error('BadDigest', 'Content-MD5 is not that of the content')
        const results = checksums.results()
        const signed = header('x-amz-content-sha256') ?? ''
        if (/^[0-9a-f]{64}$/.test(signed) && signed !== Buffer.from(results.sha256, 'base64').toString('hex'))
          throw new S3Error('XAmzContentSHA256Mismatch', 'x-amz-content-sha256 is not that of the content')
        const kept: Record<string, string> = {}
        for (const name of checksumNames) {
          const given = header(`x-amz-checksum-${name}`) ?? chunked?.trailers[`x-amz-checksum-${name}`]
          if (given === undefined) continue
          if (given !== results[name]) throw new S3Error('BadDigest', `The ${name} you specified did not match what was received`)
          kept[`x-amz-checksum-${name}`] = given
        }
        for (const [name, value] of Object.entries(request.headers))
          if (name.startsWith('x-amz-meta-') && typeof value === 'string') kept[name] = value
        return kept
      },
    },
  )
  if (stored === 'exists') throw new S3Error('PreconditionFailed', 'There is such an object already')
  response.writeHead(200, { etag: stored.etag, ...stored.headers }).end()
}

const list = ({ response, bucket, query, objects }: Call): void => {
  const prefix = query.get('prefix') ?? ''
  const limit = Math.min(1000, Number(query.get('max-keys') ?? 1000))
  const after = query.has('continuation-token')
    ? Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString('utf8')
    : (query.get('start-after') ?? '')
  const found = objects.list(bucket, prefix, after, limit + 1)
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const rows = shown.map(
    (object) =>
      `<Contents><Key>${xml(object.key)}</Key><LastModified>${new Date(object.modified).toISOString()}</LastModified><ETag>${xml(object.etag)}</ETag><Size>${object.size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  )
  const next =
    found.length > limit && last ? `<NextContinuationToken>${Buffer.from(last.key).toString('base64url')}</NextContinuationToken>` : ''
  sendXml(
    response,
    200,
    `<ListBucketResult><Name>${xml(bucket)}</Name><Prefix>${xml(prefix)}</Prefix><KeyCount>${shown.length}</KeyCount><MaxKeys>${limit}</MaxKeys><IsTruncated>${found.length > limit}</IsTruncated>${next}${rows.join('')}</ListBucketResult>`,
  )
}
