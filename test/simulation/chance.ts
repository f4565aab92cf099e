/** Chance that can be played again: the same seed gives the same numbers (mulberry32). */
export type Chance = {
  /** From 0, below 1. */
  readonly share: () => number
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number
  readonly happens: (probability: number) => boolean
  readonly oneOf: <T>(list: readonly [T, ...T[]]) => T
}

export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number): number => low + Math.floor(share() * (high - low + 1))
  return {
    share,
    between,
    happens: (probability) => share() < probability,
    oneOf: (list) => list[between(0, list.length - 1)] ?? list[0],
  }
}
