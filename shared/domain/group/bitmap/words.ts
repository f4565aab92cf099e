/**
 * The working form of one chunk of a bitmap: a bit for each of its 7,680 machines. The number is such that the fullest
 * stored chunk, with its key, stays under 1 KB: one write unit.
 */
export const chunkSize = 7680
export const wordsInChunk = chunkSize / 32

/** Always `wordsInChunk` long; place p of the chunk is bit p % 32 of word p / 32. */
export type Words = Uint32Array

export const noWords = (): Words => new Uint32Array(wordsInChunk)
export const chunkOf = (ordinal: number): number => Math.floor(ordinal / chunkSize)
export const placeOf = (ordinal: number): number => ordinal % chunkSize

const at = (words: Words, index: number): number => words[index] ?? 0

export const setBit = (words: Words, place: number): void => {
  words[place >>> 5] = at(words, place >>> 5) | (1 << (place & 31))
}
export const clearBit = (words: Words, place: number): void => {
  words[place >>> 5] = at(words, place >>> 5) & ~(1 << (place & 31))
}
export const hasBit = (words: Words, place: number): boolean => (at(words, place >>> 5) & (1 << (place & 31))) !== 0

/** These three write their result into the first. */
export const andInto = (into: Words, other: Words): void => {
  for (let index = 0; index < wordsInChunk; index++) into[index] = at(into, index) & at(other, index)
}
export const orInto = (into: Words, other: Words): void => {
  for (let index = 0; index < wordsInChunk; index++) into[index] = at(into, index) | at(other, index)
}
export const andNotInto = (into: Words, other: Words): void => {
  for (let index = 0; index < wordsInChunk; index++) into[index] = at(into, index) & ~at(other, index)
}

export const isEmpty = (words: Words): boolean => {
  for (let index = 0; index < wordsInChunk; index++) if (words[index] !== 0) return false
  return true
}

const bitsIn = (word: number): number => {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
export const cardinalityOf = (words: Words): number => {
  let sum = 0
  for (let index = 0; index < wordsInChunk; index++) sum += bitsIn(at(words, index))
  return sum
}

/** Places in ascending order. */
export const eachPlace = (words: Words, visit: (place: number) => void): void => {
  for (let index = 0; index < wordsInChunk; index++) {
    for (let word = at(words, index); word !== 0; word &= word - 1) visit((index << 5) + 31 - Math.clz32(word & -word))
  }
}

/** Places `first` to `last`, both included. */
export const setRun = (words: Words, first: number, last: number): void => {
  for (let index = first >>> 5; index <= last >>> 5; index++) {
    const from = index === first >>> 5 ? first & 31 : 0
    const to = index === last >>> 5 ? last & 31 : 31
    words[index] = at(words, index) | ((0xffffffff >>> (31 - (to - from))) << from)
  }
}
