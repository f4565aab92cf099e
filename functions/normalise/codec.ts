import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import type { Codec } from '#shared/domain/inventory/wire.ts'

/** zlib of Node. Nothing is unpacked beyond the limit, not even in memory. */
export const codec: Codec = {
  unpack: (packing, bytes, limit) =>
    packing === 'zlib' ? inflateSync(bytes, { maxOutputLength: limit }) : gunzipSync(bytes, { maxOutputLength: limit }),
  // The default level: FusionInventory knows zlib by the header that only this level writes.
  pack: (packing, bytes) => (packing === 'zlib' ? deflateSync(bytes) : gzipSync(bytes)),
  isTooLarge: (error) => error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE',
}
