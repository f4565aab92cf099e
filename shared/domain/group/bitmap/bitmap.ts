/** A set of machines by their ordinals: the chunks that are not empty, each in its working form. Results are new; nothing is changed in place. */
import { orPackedInto, pack } from './container.ts'
import {
  andInto,
  andNotInto,
  cardinalityOf,
  chunkOf,
  chunkSize,
  eachPlace,
  hasBit,
  isEmpty,
  noWords,
  orInto,
  placeOf,
  setBit,
  type Words,
} from './words.ts'

export type Bitmap = ReadonlyMap<number, Words>

export const emptyBitmap: Bitmap = new Map()

const withoutEmpty = (chunks: Iterable<readonly [number, Words]>): Bitmap => new Map([...chunks].filter(([, words]) => !isEmpty(words)))

export const bitmapOf = (ordinals: Iterable<number>): Bitmap => {
  const chunks = new Map<number, Words>()
  for (const ordinal of ordinals) setBit(wordsIn(chunks, chunkOf(ordinal)), placeOf(ordinal))
  return chunks
}

const wordsIn = (chunks: Map<number, Words>, chunk: number): Words => {
  const words = chunks.get(chunk) ?? noWords()
  chunks.set(chunk, words)
  return words
}

/** The union of what is stored of any number of values: each adds to the same words. */
export const unionOfPacked = (stored: Iterable<{ readonly chunk: number; readonly bytes: Uint8Array }>): Bitmap => {
  const chunks = new Map<number, Words>()
  for (const { chunk, bytes } of stored) orPackedInto(wordsIn(chunks, chunk), bytes)
  return chunks
}

export const and = (left: Bitmap, right: Bitmap): Bitmap =>
  withoutEmpty(
    [...left].flatMap(([chunk, words]): [number, Words][] => {
      const other = right.get(chunk)
      if (!other) return []
      const both = words.slice()
      andInto(both, other)
      return [[chunk, both]]
    }),
  )

export const or = (left: Bitmap, right: Bitmap): Bitmap => {
  const all = new Map<number, Words>()
  for (const [chunk, words] of [...left, ...right]) orInto(wordsIn(all, chunk), words)
  return all
}

export const andNot = (left: Bitmap, right: Bitmap): Bitmap =>
  withoutEmpty(
    [...left].map(([chunk, words]): [number, Words] => {
      const rest = words.slice()
      const other = right.get(chunk)
      if (other) andNotInto(rest, other)
      return [chunk, rest]
    }),
  )

export const cardinality = (bitmap: Bitmap): number => {
  let sum = 0
  for (const words of bitmap.values()) sum += cardinalityOf(words)
  return sum
}

export const has = (bitmap: Bitmap, ordinal: number): boolean => {
  const words = bitmap.get(chunkOf(ordinal))
  return words !== undefined && hasBit(words, placeOf(ordinal))
}

/** In ascending order. */
export const ordinalsOf = (bitmap: Bitmap): Uint32Array => {
  const ordinals = new Uint32Array(cardinality(bitmap))
  let at = 0
  for (const [chunk, words] of inOrder(bitmap)) {
    const first = chunk * chunkSize
    eachPlace(words, (place) => {
      ordinals[at++] = first + place
    })
  }
  return ordinals
}

const inOrder = (bitmap: Bitmap): [number, Words][] => [...bitmap].sort(([left], [right]) => left - right)

/** The stored form, chunk by chunk in ascending order: the same set gives the same bytes. */
export const packed = (bitmap: Bitmap): { readonly chunk: number; readonly bytes: Uint8Array }[] =>
  inOrder(bitmap).flatMap(([chunk, words]) => {
    const bytes = pack(words)
    return bytes ? [{ chunk, bytes }] : []
  })
