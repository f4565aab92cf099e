/**
 * How agents pack what they send, and what they understand in return. Headers are hints, the first bytes decide.
 * The rules are measured: OCS understands zlib only, FusionInventory zlib only with the header 78 9C or plain XML (gzip
 * crashes it, and so does zlib where it was told not to compress), GLPI needs exactly the content type below. So the
 * reply is packed as the request was, zlib at its default level.
 */

/** Bytes that an upload may have as it travels, and unpacked. The worst real one is packed 24:1. */
export const mostPackedBytes = 4 * 2 ** 20
export const mostUnpackedBytes = 64 * 2 ** 20
const ratioFreeBytes = 2 ** 20
const worstRatio = 100

export type Packing = 'zlib' | 'gzip' | 'none'

export const packingOf = (bytes: Uint8Array): Packing => {
  const [first = 0, second = 0] = bytes
  if (first === 0x1f && second === 0x8b) return 'gzip'
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0 ? 'zlib' : 'none'
}

/** How far unpacking may go: beyond it, what was sent is a bomb. */
export const unpackedLimit = (packedBytes: number): number =>
  Math.min(mostUnpackedBytes, Math.max(ratioFreeBytes, worstRatio * packedBytes))

export type Codec = {
  /** Throws what `isTooLarge` recognises when more than `limit` bytes come out, and anything else for broken data. */
  readonly unpack: (packing: Exclude<Packing, 'none'>, bytes: Uint8Array, limit: number) => Uint8Array
  readonly pack: (packing: Exclude<Packing, 'none'>, bytes: Uint8Array) => Uint8Array
  readonly isTooLarge: (error: unknown) => boolean
}

export type Unpacked =
  | { readonly kind: 'bytes'; readonly packing: Packing; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly status: 400 | 413; readonly sentence: string }

export const unpack = (codec: Codec, bytes: Uint8Array): Unpacked => {
  if (bytes.length > mostPackedBytes)
    return { kind: 'refused', status: 413, sentence: `The upload has ${bytes.length} bytes; at most ${mostPackedBytes} are taken.` }
  const packing = packingOf(bytes)
  if (packing === 'none') return { kind: 'bytes', packing, bytes }
  const limit = unpackedLimit(bytes.length)
  try {
    return { kind: 'bytes', packing, bytes: codec.unpack(packing, bytes, limit) }
  } catch (error) {
    return codec.isTooLarge(error)
      ? {
          kind: 'refused',
          status: 413,
          sentence: `The upload of ${bytes.length} bytes unpacks to more than ${limit}: inventories never do, it is not read.`,
        }
      : { kind: 'refused', status: 400, sentence: `The upload looks like ${packing} and cannot be unpacked.` }
  }
}

const types: Record<Packing, Record<'xml' | 'json', string>> = {
  zlib: { xml: 'application/x-compress-zlib', json: 'application/json' },
  gzip: { xml: 'application/x-compress-gzip', json: 'application/json' },
  none: { xml: 'application/xml', json: 'application/json' },
}

/** JSON travels plain, XML as the request did. */
export const packedReply = (
  codec: Codec,
  packing: Packing,
  reply: { readonly format: 'xml' | 'json'; readonly text: string },
  encode: (text: string) => Uint8Array,
): { readonly type: string; readonly bytes: Uint8Array } => {
  const bytes = encode(reply.text)
  const type = types[packing][reply.format]
  return { type, bytes: packing === 'none' || reply.format === 'json' ? bytes : codec.pack(packing, bytes) }
}
