/** Chance that comes out the same every time: a seed and a purpose give a sequence of their own. */
export type Chance = {
  /** From 0 up to 1. */
  readonly next: () => number
  /** From 0 up to `count` - 1. */
  readonly below: (count: number) => number
  readonly pick: <T>(all: readonly [T, ...T[]]) => T
  /** By weight. */
  readonly weighted: <T>(all: readonly (readonly [T, number])[]) => T
}

const hashed = (text: string): number => {
  let hash = 2166136261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619)
  return hash >>> 0
}

/** Mulberry32: small, fast, good enough for fleets. */
export const chance = (seed: number, ...purpose: readonly (string | number)[]): Chance => {
  let state = (seed ^ hashed(purpose.join('/'))) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    next,
    below,
    pick: (all) => all[below(all.length)] ?? all[0],
    weighted: (all) => {
      let left = next() * all.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [one, weight] of all) {
        left -= weight
        if (left < 0) return one
      }
      const last = all.at(-1)
      if (!last) throw new Error('nothing to choose from')
      return last[0]
    },
  }
}
