/** One measured figure. `goal`: what it is wanted to be, in words; null where none is set. */
export type Figure = { readonly what: string; readonly value: number; readonly unit: string; readonly goal: string | null }

/** The value below which this part of all lie; `part` from 0 to 1. */
export const quantile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}
