/** Lets at most `width` pieces of work run at once; the others wait in the order in which they came. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

export const gateOf = (width: number): Gate => {
  const waiting: (() => void)[] = []
  let inside = 0
  return async (work) => {
    if (inside >= width) await new Promise<void>((resolve) => waiting.push(resolve))
    else inside += 1
    try {
      return await work()
    } finally {
      // The place is handed over rather than freed, so that nobody overtakes.
      const next = waiting.shift()
      if (next) next()
      else inside -= 1
    }
  }
}
