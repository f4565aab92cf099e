/**
 * The stored form of one chunk: its kind in the first byte, then the smallest of four bodies. The same set always
 * gives the same bytes, so that two items can be compared by their bytes alone; an empty set has none.
 */
import { cardinalityOf, chunkSize, eachPlace, noWords, setBit, setRun, type Words, wordsInChunk } from './words.ts'

/**
 * In order of preference where two are equally small. Numbers in bodies are 16 bits, low byte first; only gaps, how many
 * places are left out before each, are bytes: 255 says that another 255 come before the next byte's.
 */
const kinds = { array: 0, runs: 1, bits: 2, gaps: 3 } as const
const bitsBytes = wordsInChunk * 4

const readTwo = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
const writeTwo = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value & 0xff
  bytes[at + 1] = value >>> 8
}

/** First and last place of each run, alternating. */
const runsOf = (words: Words): number[] => {
  const ends: number[] = []
  let last = -2
  eachPlace(words, (place) => {
    if (place !== last + 1) {
      if (last >= 0) ends.push(last)
      ends.push(place)
    }
    last = place
  })
  if (last >= 0) ends.push(last)
  return ends
}

/** Bytes of the body of gaps; it is one byte a place at the least. */
const gapsBytes = (words: Words, count: number): number => {
  let [bytes, next] = [count, 0]
  eachPlace(words, (place) => {
    bytes += Math.floor((place - next) / 255)
    next = place + 1
  })
  return bytes
}
const writeGaps = (words: Words, bytes: Uint8Array): void => {
  let [at, next] = [1, 0]
  eachPlace(words, (place) => {
    for (let gap = place - next; ; gap -= 255) {
      bytes[at++] = Math.min(gap, 255)
      if (gap < 255) break
    }
    next = place + 1
  })
}

/** null for the empty set. */
export const pack = (words: Words): Uint8Array | null => {
  const count = cardinalityOf(words)
  if (count === 0) return null
  const ends = runsOf(words)
  const others = Math.min(count * 2, ends.length * 2, bitsBytes)
  const smallest = count < others ? Math.min(others, gapsBytes(words, count)) : others
  const bytes = new Uint8Array(1 + smallest)
  if (smallest === count * 2) {
    bytes[0] = kinds.array
    let at = 1
    eachPlace(words, (place) => {
      writeTwo(bytes, at, place)
      at += 2
    })
  } else if (smallest === ends.length * 2) {
    bytes[0] = kinds.runs
    for (const [index, end] of ends.entries()) writeTwo(bytes, 1 + index * 2, end)
  } else if (smallest === bitsBytes) {
    bytes[0] = kinds.bits
    for (let index = 0; index < wordsInChunk; index++) {
      const word = words[index] ?? 0
      writeTwo(bytes, 1 + index * 4, word & 0xffff)
      writeTwo(bytes, 3 + index * 4, word >>> 16)
    }
  } else {
    bytes[0] = kinds.gaps
    writeGaps(words, bytes)
  }
  return bytes
}

const damaged = (bytes: Uint8Array): Error => new Error(`a stored bitmap of kind ${bytes[0]} with ${bytes.length} bytes is damaged`)
const checkedPlace = (bytes: Uint8Array, at: number): number => {
  const place = readTwo(bytes, at)
  if (place >= chunkSize) throw damaged(bytes)
  return place
}

/** Adds the set to `words`. Throws on bytes that `pack` did not make. */
export const orPackedInto = (words: Words, bytes: Uint8Array): void => {
  const body = bytes.length - 1
  if (bytes[0] === kinds.array && body > 0 && body % 2 === 0) {
    for (let at = 1; at < bytes.length; at += 2) setBit(words, checkedPlace(bytes, at))
  } else if (bytes[0] === kinds.runs && body > 0 && body % 4 === 0) {
    for (let at = 1; at < bytes.length; at += 4) setRun(words, checkedPlace(bytes, at), checkedPlace(bytes, at + 2))
  } else if (bytes[0] === kinds.bits && body === bitsBytes) {
    for (let index = 0; index < wordsInChunk; index++) {
      words[index] = (words[index] ?? 0) | readTwo(bytes, 1 + index * 4) | (readTwo(bytes, 3 + index * 4) << 16)
    }
  } else if (bytes[0] === kinds.gaps && body > 0 && bytes[body] !== 255) {
    let place = -1
    for (let at = 1; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      place += byte
      if (byte === 255) continue
      place += 1
      if (place >= chunkSize) throw damaged(bytes)
      setBit(words, place)
    }
  } else throw damaged(bytes)
}

export const unpack = (bytes: Uint8Array | null): Words => {
  const words = noWords()
  if (bytes) orPackedInto(words, bytes)
  return words
}

/** How many there are, without unpacking what is sparse. */
export const packedCardinality = (bytes: Uint8Array): number => {
  if (bytes[0] === kinds.array) return (bytes.length - 1) / 2
  if (bytes[0] === kinds.gaps) {
    let count = 0
    for (let at = 1; at < bytes.length; at++) if (bytes[at] !== 255) count += 1
    return count
  }
  if (bytes[0] !== kinds.runs) return cardinalityOf(unpack(bytes))
  let sum = 0
  for (let at = 1; at < bytes.length; at += 4) sum += readTwo(bytes, at + 2) - readTwo(bytes, at) + 1
  return sum
}
