import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startS3 } from '../../infra/local/s3/server.ts'

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-of-the-test' }
const Bucket = 'packages'
let folder: string
let server: Awaited<ReturnType<typeof startS3>>
let client: S3Client

const open = async () => {
  server = await startS3({
    directory: folder,
    buckets: [Bucket, 'other'],
    secretOf: (id) => (id === credentials.accessKeyId ? credentials.secretAccessKey : undefined),
    mayCall: ({ key }) => !key.startsWith('forbidden/'),
    corsOrigins: () => ['http://console.test'],
  })
  client = new S3Client({ endpoint: server.url, region: 'eu-west-1', credentials, maxAttempts: 1 })
}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-s3-'))
  await open()
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const text = async (Key: string, more = {}) => (await client.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString()

describe('S3 over the wire', () => {
  it('keeps what is put, with its type, metadata and checksum', async () => {
    await client.send(
      new PutObjectCommand({ Bucket, Key: 'a/b c/é.txt', Body: 'hello', ContentType: 'text/plain', Metadata: { who: 'me' } }),
    )
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a/b c/é.txt' }))
    expect(head).toMatchObject({
      ContentLength: 5,
      ContentType: 'text/plain',
      Metadata: { who: 'me' },
      ETag: `"${createHash('md5').update('hello').digest('hex')}"`,
    })
    expect(await text('a/b c/é.txt')).toBe('hello')
    expect(await text('a/b c/é.txt', { Range: 'bytes=1-3' })).toBe('ell')
  })

  it('takes a streamed body in the aws-chunked encoding', async () => {
    const content = Buffer.alloc(3_000_000, 'x')
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from([content.subarray(0, 1_000_001), content.subarray(1_000_001)]),
        ContentLength: content.length,
      }),
    )
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }))).ContentLength).toBe(content.length)
  })

  it('says what is not there', async () => {
    await expect(text('nothing')).rejects.toBeInstanceOf(NoSuchKey)
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toBeInstanceOf(NotFound)
    await expect(client.send(new GetObjectCommand({ Bucket: 'none', Key: 'x' }))).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  it('forgets what is deleted, and lists the rest in order, page by page', async () => {
    for (const name of ['3', '1', '2', 'gone']) await client.send(new PutObjectCommand({ Bucket, Key: `list/${name}`, Body: name }))
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'list/gone' }))
    const first = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2 }))
    const second = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', ContinuationToken: first.NextContinuationToken }))
    expect([first, second].map(({ Contents = [] }) => Contents.map(({ Key }) => Key))).toEqual([['list/1', 'list/2'], ['list/3']])
  })

  it('does not replace where it was told not to', async () => {
    const command = () => new PutObjectCommand({ Bucket, Key: 'first-only', Body: 'x', IfNoneMatch: '*' })
    await client.send(command())
    await expect(client.send(command())).rejects.toMatchObject({ name: 'PreconditionFailed' })
  })

  it('R6 keeps hostile keys inside its own folder', async () => {
    const content = Buffer.from('x')
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: '../../../../tmp/pulse-s3-escape' }), { expiresIn: 60 })
    expect(url).toContain('..')
    const { hostname, port, pathname } = new URL(url)
    expect(pathname).not.toContain('..')
    const raw = url.slice(url.indexOf(port) + port.length)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request({ hostname, port, path: raw, method: 'PUT', headers: { 'content-length': content.length } }, (answer) =>
        resolve(answer.resume().statusCode),
      )
      sent.once('error', reject).end(content)
    })
    expect([200, 403, 404]).toContain(status)
    expect((await readdir('/tmp')).includes('pulse-s3-escape')).toBe(false)
  })

  describe('presigned URLs', () => {
    const sha256 = (content: string) => createHash('sha256').update(content).digest('base64')
    const presigned = (Key: string, content: string) =>
      getSignedUrl(client, new PutObjectCommand({ Bucket, Key, ContentLength: content.length, ChecksumSHA256: sha256(content) }), {
        expiresIn: 60,
        signableHeaders: new Set(['host', 'content-length', 'x-amz-checksum-sha256']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      })

    it('take exactly the content that was signed', async () => {
      const url = await presigned('signed', 'content')
      const put = (body: string, checksum = sha256('content')) =>
        fetch(url, { method: 'PUT', body, headers: { 'x-amz-checksum-sha256': checksum } })
      expect((await put('content')).status).toBe(200)
      expect((await put('CONTENT')).status).toBe(400)
      expect((await put('CONTENT', sha256('CONTENT'))).status).toBe(403)
      expect((await put('longer content')).status).toBe(403)
      expect(await text('signed')).toBe('content')
    })

    it('give only what was signed, until they expire, if the signer may', async () => {
      await client.send(new PutObjectCommand({ Bucket, Key: 'forbidden/x', Body: 'x' }))
      const get = async (Key: string, signingDate = new Date()) =>
        (await fetch(await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60, signingDate }))).status
      expect(await get('signed')).toBe(200)
      expect(await get('signed', new Date(Date.now() - 120_000))).toBe(403)
      expect(await get('forbidden/x')).toBe(403)
      const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'signed' }), { expiresIn: 60 })
      expect((await fetch(url.replace('/signed?', '/list/1?'))).status).toBe(403)
      expect((await fetch(`${server.url}/${Bucket}/signed`)).status).toBe(403)
    })

    it('work from a page of the console, and from no other', async () => {
      const preflight = (origin: string) =>
        fetch(`${server.url}/${Bucket}/x`, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-amz-checksum-sha256' },
        })
      expect((await preflight('http://console.test')).headers.get('access-control-allow-origin')).toBe('http://console.test')
      expect((await preflight('http://elsewhere.test')).headers.get('access-control-allow-origin')).toBeNull()
    })
  })

  it('refuses another secret', async () => {
    const other = new S3Client({
      endpoint: server.url,
      region: 'eu-west-1',
      credentials: { ...credentials, secretAccessKey: 'other' },
      maxAttempts: 1,
    })
    await expect(other.send(new GetObjectCommand({ Bucket, Key: 'signed' }))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  })

  it('finds everything again after a restart', async () => {
    await server.close()
    await open()
    expect(await text('signed')).toBe('content')
  })
})
