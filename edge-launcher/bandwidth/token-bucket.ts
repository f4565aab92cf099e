/** A token bucket: lets bytes pass at a steady rate, in the order in which they were asked for. */

/** What may pass at once after a pause. Milliseconds. */
const burstMs = 50

type Waiting = { readonly bytes: number; readonly pass: () => void }

/** `clock`: milliseconds that never go back. */
export const tokenBucket = (clock: () => number) => {
  /** Bytes a millisecond; null: no limit. */
  let rate: number | null = null
  let tokens = 0
  let filledAt = clock()
  let timer: NodeJS.Timeout | null = null
  const queue: Waiting[] = []

  const fill = (): void => {
    const now = clock()
    if (rate !== null) tokens = Math.min(rate * burstMs, tokens + (now - filledAt) * rate)
    filledAt = now
  }

  const pump = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    fill()
    for (;;) {
      const [first] = queue
      if (!first) return
      // What passes may be more than there is: those behind it wait for the debt too, so that the rate holds.
      if (rate !== null && tokens <= 0) {
        timer = setTimeout(pump, Math.max(1, -tokens / rate))
        return
      }
      queue.shift()
      if (rate !== null) tokens -= first.bytes
      first.pass()
    }
  }

  return {
    /** Bits a second; null: no limit. It holds at once, for those that wait too. */
    setRate: (bitsPerSecond: number | null): void => {
      fill()
      if (rate === null) tokens = 0
      rate = bitsPerSecond === null ? null : bitsPerSecond / 8000
      pump()
    },
    /** Bytes to ask for at a time. */
    portion: (): number | null => (rate === null ? null : Math.ceil(rate * burstMs)),
    /** Resolves when the bytes may pass, or when nobody wants them any more. */
    take: (bytes: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const abort = () => {
          const at = queue.indexOf(entry)
          if (at >= 0) queue.splice(at, 1)
          resolve()
        }
        const entry: Waiting = {
          bytes,
          pass: () => {
            signal.removeEventListener('abort', abort)
            resolve()
          },
        }
        signal.addEventListener('abort', abort)
        queue.push(entry)
        if (queue.length === 1) pump()
      }),
  }
}
export type TokenBucket = ReturnType<typeof tokenBucket>
