/** Bucket of inventories: uploads as they came, and the present record of each machine. */
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'

export const inventoryObjects = (client: S3Client, bucket: string) => ({
  /** gzip, and what the agent said of itself beside it. */
  putUpload: async (key: string, body: Uint8Array, metadata: Readonly<Record<string, string>>): Promise<void> => {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/gzip', Metadata: { ...metadata } }),
    )
  },
  putRecord: async (key: string, body: Uint8Array): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/gzip' }))
  },
  /** null where there is none. */
  get: async (key: string): Promise<Uint8Array | null> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      if (!Body) throw new Error(`${key} has no body`)
      return await Body.transformToByteArray()
    } catch (error) {
      if (error instanceof NoSuchKey) return null
      throw error
    }
  },
  delete: async (key: string): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
  },
})
export type InventoryObjects = ReturnType<typeof inventoryObjects>

/** By site and day, so that people find them, and by time within. */
export const uploadKey = (siteId: string, uploadId: string, receivedAt: string): string =>
  `uploads/${siteId}/${receivedAt.slice(0, 10)}/${uploadId}`
/** Never written twice: which one is the present record is said in the table. */
export const recordKey = (machineId: string, uploadId: string): string => `records/${machineId}/${uploadId}`
