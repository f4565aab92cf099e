/** The aws-chunked encoding of the SDK's streamed PUTs: `size[;chunk-signature=…]\r\n data \r\n … 0\r\n trailers \r\n\r\n`. */
import { Transform } from 'node:stream'

const maxLine = 8192

export class AwsChunked extends Transform {
  /** Headers after the last chunk, such as x-amz-checksum-crc32. */
  readonly trailers: Record<string, string> = {}
  private pending: Buffer = Buffer.alloc(0)
  private left = 0
  private place: 'size' | 'data' | 'data-end' | 'trailers' | 'end' = 'size'

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk])
    try {
      while (this.step());
      if (this.place !== 'data' && this.pending.length > maxLine) throw new Error('a line of the chunked body is too long')
      done()
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  }

  override _flush(done: (error?: Error | null) => void): void {
    done(
      this.place === 'end' || (this.place === 'trailers' && this.pending.length === 0)
        ? null
        : new Error('the chunked body ends too early'),
    )
  }

  private step(): boolean {
    if (this.place === 'data') {
      const part = this.pending.subarray(0, this.left)
      if (part.length === 0) return false
      this.push(part)
      this.pending = this.pending.subarray(part.length)
      this.left -= part.length
      if (this.left === 0) this.place = 'data-end'
      return true
    }
    const line = this.line()
    if (line === null) return false
    if (this.place === 'size') this.begin(line)
    else if (this.place === 'data-end') this.place = 'size'
    else if (this.place === 'trailers') this.trailer(line)
    return true
  }

  private line(): string | null {
    if (this.place === 'end') return null
    const at = this.pending.indexOf('\r\n')
    if (at < 0) return null
    const line = this.pending.subarray(0, at).toString('latin1')
    this.pending = this.pending.subarray(at + 2)
    return line
  }

  private begin(line: string): void {
    const [size = ''] = line.split(';')
    if (!/^[0-9a-fA-F]{1,8}$/.test(size)) throw new Error('a chunk has no size')
    this.left = Number.parseInt(size, 16)
    this.place = this.left === 0 ? 'trailers' : 'data'
  }

  private trailer(line: string): void {
    if (line === '') {
      this.place = 'end'
      return
    }
    const at = line.indexOf(':')
    if (at > 0) this.trailers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim()
  }
}
