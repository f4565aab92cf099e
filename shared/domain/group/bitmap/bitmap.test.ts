/** The containers against roaring bitmaps, which know nothing of ours. */
import fc from 'fast-check'
import { RoaringBitmap32, roaringLibraryInitialize } from 'roaring-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { and, andNot, type Bitmap, bitmapOf, cardinality, has, or, ordinalsOf, packed, unionOfPacked } from './bitmap.ts'
import { orPackedInto, pack, packedCardinality, unpack } from './container.ts'
import { chunkSize, noWords } from './words.ts'

beforeAll(() => roaringLibraryInitialize())

/** Scattered machines, long runs of them and dense stretches, over a few chunks: each of the four kinds comes up. */
const ordinal = fc.nat({ max: 4 * chunkSize - 1 })
const scattered = fc.array(ordinal, { maxLength: 60 })
const run = fc
  .tuple(ordinal, fc.integer({ min: 1, max: 9000 }))
  .map(([from, length]) => Array.from({ length: Math.min(length, 4 * chunkSize - from) }, (_, index) => from + index))
const dense = fc
  .tuple(ordinal, fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 2, max: 5 }))
  .map(([from, count, step]) => Array.from({ length: count }, (_, index) => from + index * step).filter((each) => each < 4 * chunkSize))
const set = fc.array(fc.oneof(scattered, run, dense), { maxLength: 4 }).map((parts) => parts.flat())

const oracle = (bitmap: RoaringBitmap32): number[] => Array.from(bitmap.toUint32Array())
const bytesOf = (bitmap: Bitmap): string => JSON.stringify(packed(bitmap).map(({ chunk, bytes }) => [chunk, [...bytes]]))

describe('C4 bitmaps of machines', () => {
  it('and, or, and-not, count and membership are those of roaring bitmaps', () => {
    fc.assert(
      fc.property(set, set, ordinal, (left, right, one) => {
        const ours = [bitmapOf(left), bitmapOf(right)] as const
        const theirs = [new RoaringBitmap32(left), new RoaringBitmap32(right)] as const
        const both = RoaringBitmap32.and(...theirs)
        const any = RoaringBitmap32.or(...theirs)
        const rest = RoaringBitmap32.andNot(...theirs)
        expect([...ordinalsOf(and(...ours))]).toEqual(oracle(both))
        expect([...ordinalsOf(or(...ours))]).toEqual(oracle(any))
        expect([...ordinalsOf(andNot(...ours))]).toEqual(oracle(rest))
        expect(cardinality(ours[0])).toBe(theirs[0].size)
        expect(has(ours[0], one)).toBe(theirs[0].has(one))
        for (const each of [...theirs, both, any, rest]) each.dispose()
      }),
      { numRuns: 300 },
    )
  })

  it('the same set gives the same bytes whatever made it, and they read back as the set', () => {
    fc.assert(
      fc.property(set, set, (left, right) => {
        const direct = bitmapOf([...new Set([...left, ...right])].reverse())
        const made = or(bitmapOf(left), bitmapOf(right))
        expect(bytesOf(made)).toBe(bytesOf(direct))
        expect(bytesOf(andNot(or(made, bitmapOf([5])), andNot(bitmapOf([5]), made)))).toBe(bytesOf(direct))
        expect(ordinalsOf(unionOfPacked(packed(direct)))).toEqual(ordinalsOf(direct))
        expect(packed(direct).reduce((sum, { bytes }) => sum + packedCardinality(bytes), 0)).toBe(cardinality(direct))
      }),
      { numRuns: 300 },
    )
  })

  it('no chunk is longer than 961 bytes, and each kind is taken where it is the smallest', () => {
    const kindOf = (ordinals: number[]): [number, number] => {
      const bytes = packed(bitmapOf(ordinals))[0]?.bytes ?? new Uint8Array()
      return [bytes[0] ?? -1, bytes.length]
    }
    const every = (step: number) => Array.from({ length: Math.ceil(chunkSize / step) }, (_, index) => index * step)
    expect(kindOf([600])).toEqual([0, 3])
    expect(kindOf([7])).toEqual([3, 2])
    expect(kindOf(every(1))).toEqual([1, 5])
    expect(kindOf(every(2))).toEqual([2, 961])
    expect(kindOf(every(10))).toEqual([3, 1 + 768])
    // 255 left out, then 254, then 600.
    expect(kindOf([0, 1, 3, 259, 514, 1115])).toEqual([3, 1 + 4 + 1 + 1 + 3])
    fc.assert(fc.property(set, (ordinals) => packed(bitmapOf(ordinals)).every(({ bytes }) => bytes.length <= 961)))
  })

  it('an empty set has no bytes, and damaged bytes are an error, not a set', () => {
    expect(pack(noWords())).toBeNull()
    expect(packed(andNot(bitmapOf([1, 2]), bitmapOf([2, 1])))).toEqual([])
    for (const bytes of [
      [],
      [0],
      [0, 1],
      [0, 0, 30],
      [1, 0, 0],
      [1, 0, 0, 255, 255],
      [2, 0, 0],
      [9, 0, 0],
      [3],
      [3, 255],
      [3, 7, 255],
      [3, ...Array(31).fill(255), 0],
    ])
      expect(() => orPackedInto(noWords(), new Uint8Array(bytes)), String(bytes)).toThrow('damaged')
    expect(unpack(null)).toEqual(noWords())
  })
})
