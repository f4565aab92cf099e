import { GetObjectCommand, HeadObjectCommand, NotFound, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { FileRecord, PackageRecord } from './records.ts'
import type { Table } from './table.ts'

const key = (id: string) => ({ pk: `PACKAGE#${id}`, sk: 'PACKAGE' })
const place = (pack: Pick<PackageRecord, 'id' | 'label' | 'version'>) => ({
  gsi1pk: 'PACKAGES',
  gsi1sk: `${pack.label.toLowerCase()}#${pack.version}#${pack.id}`,
})
const searchText = (pack: Pick<PackageRecord, 'label' | 'version' | 'description'>) =>
  `${pack.label}\n${pack.version}\n${pack.description}`.toLowerCase()

/** Packages, what is declared to be in them, and which deployments use them. */
export const packageStore = (table: Table) => ({
  create: (pack: PackageRecord) => table.create({ ...key(pack.id), ...place(pack), searchText: searchText(pack), ...pack }),
  get: async (id: string): Promise<PackageRecord | null> => {
    const item = await table.get(key(id))
    return item ? PackageRecord.parse(item) : null
  },
  list: async (query: { search?: string | undefined; status?: string | undefined; limit: number; cursor?: string | undefined }) => {
    const conditions = [query.search ? 'contains(searchText, :search)' : '', query.status ? '#status = :status' : ''].filter(
      (part) => part !== '',
    )
    const filter =
      conditions.length > 0
        ? {
            filter: {
              expression: conditions.join(' AND '),
              names: query.status ? { '#status': 'status' } : {},
              values: { ':search': query.search?.toLowerCase(), ':status': query.status },
            },
          }
        : {}
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'PACKAGES', ...filter }, query.limit, query.cursor)
    return { items: items.map((item) => PackageRecord.parse(item)), nextCursor }
  },
  /** Writes the changed package if it is still as it was read. */
  save: (before: PackageRecord, after: PackageRecord) =>
    table.update(key(after.id), {
      set: { ...after, gsi1sk: place(after).gsi1sk, searchText: searchText(after) },
      condition: '#status = :statusBefore AND #updatedAt = :updatedBefore',
      values: { ':statusBefore': before.status, ':updatedBefore': before.updatedAt },
    }),
  delete: (id: string) => table.take(key(id)),
  files: async (id: string): Promise<FileRecord[]> =>
    (await table.list({ pk: `PACKAGE#${id}`, prefix: 'FILE#', consistent: true })).map((item) => FileRecord.parse(item)),
  putFiles: (id: string, files: readonly FileRecord[]) =>
    table.putMany(files.map((file) => ({ pk: `PACKAGE#${id}`, sk: `FILE#${file.path}`, ...file }))),
  usedBy: async (id: string): Promise<string[]> =>
    (await table.list({ pk: `PACKAGE#${id}`, prefix: 'USED#' })).map((item) => String(item.sk).slice('USED#'.length)),
})
export type PackageStore = ReturnType<typeof packageStore>

const uploadSeconds = 6 * 3600
const downloadSeconds = 3600

/** The contents: `files/<sha256>` and `manifests/<sha256>` in the bucket. */
export const contentStore = (client: S3Client, bucket: string) => ({
  /** Bytes stored under this hash, or null. */
  sizeOf: async (sha256: string): Promise<number | null> => {
    try {
      return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: `files/${sha256}` }))).ContentLength ?? 0
    } catch (error) {
      if (error instanceof NotFound) return null
      throw error
    }
  },
  /** The store itself checks that what arrives has this hash and size: both are signed. */
  uploadUrl: async (
    sha256: string,
    size: number,
    now: number,
  ): Promise<{ url: string; headers: Record<string, string>; expiresAt: string }> => {
    const checksum = Buffer.from(sha256, 'hex').toString('base64')
    const command = new PutObjectCommand({ Bucket: bucket, Key: `files/${sha256}`, ContentLength: size, ChecksumSHA256: checksum })
    const url = await getSignedUrl(client, command, {
      expiresIn: uploadSeconds,
      signableHeaders: new Set(['content-length', 'x-amz-checksum-sha256', 'host']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    })
    return { url, headers: { 'x-amz-checksum-sha256': checksum }, expiresAt: new Date(now + uploadSeconds * 1000).toISOString() }
  },
  downloadUrl: (sha256: string): Promise<string> =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: `files/${sha256}` }), { expiresIn: downloadSeconds }),
  putManifest: async (sha256: string, text: string): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: `manifests/${sha256}`, Body: text, ContentType: 'application/json' }))
  },
  manifest: async (sha256: string): Promise<string> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `manifests/${sha256}` }))
    if (!Body) throw new Error(`manifest ${sha256} has no body`)
    return Body.transformToString()
  },
})
export type ContentStore = ReturnType<typeof contentStore>
