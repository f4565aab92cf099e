/** The checksums that a PUT may carry, computed while the body passes. */
import { createHash, type Hash } from 'node:crypto'
import { Transform } from 'node:stream'
import { crc32 } from 'node:zlib'

export type ChecksumName = 'sha256' | 'sha1' | 'crc32'
export const checksumNames: readonly ChecksumName[] = ['sha256', 'sha1', 'crc32']

export class Checksums extends Transform {
  /** Bytes that have passed. */
  size = 0
  private readonly md5 = createHash('md5')
  private readonly hashes: ReadonlyMap<ChecksumName, Hash>
  private crc = 0

  constructor() {
    super()
    this.hashes = new Map([
      ['sha256', createHash('sha256')],
      ['sha1', createHash('sha1')],
    ])
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: Error | null, chunk: Buffer) => void): void {
    this.size += chunk.length
    this.md5.update(chunk)
    for (const hash of this.hashes.values()) hash.update(chunk)
    this.crc = crc32(chunk, this.crc)
    done(null, chunk)
  }

  /** Call once, at the end. */
  md5Digest(): Buffer {
    return this.md5.digest()
  }

  /** In base64, as AWS writes them. Call once, at the end. */
  results(): Record<ChecksumName, string> {
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(this.crc)
    return {
      sha256: this.hashes.get('sha256')?.digest('base64') ?? '',
      sha1: this.hashes.get('sha1')?.digest('base64') ?? '',
      crc32: crc.toString('base64'),
    }
  }
}
