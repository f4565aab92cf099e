import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import type { Codec } from '#shared/domain/inventory/wire.ts'

/** zlib of Node; what would unpack beyond the limit is refused while it does. */
export const codec: Codec = {
  unpack: (packing, bytes, limit) =>
    packing === 'zlib' ? inflateSync(bytes, { maxOutputLength: limit }) : gunzipSync(bytes, { maxOutputLength: limit }),
  // FusionInventory knows zlib by the header that only the default level writes.
  pack: (packing, bytes) => (packing === 'zlib' ? deflateSync(bytes) : gzipSync(bytes)),
  isTooLarge: (error) => error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE',
}
