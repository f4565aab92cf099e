/** One JSON line an event on standard output. What comes from outside is a value, never part of the message, so a line stays a line. */
export type Log = (level: 'info' | 'warning' | 'error', message: string, facts?: Readonly<Record<string, unknown>>) => void

export const logTo =
  (write: (line: string) => void, now: () => number): Log =>
  (level, message, facts = {}) =>
    write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...facts })}\n`)

/** The text of anything thrown: its causes too, since `fetch failed` alone helps nobody at 2 a.m. */
export const textOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown)
  const { cause } = thrown
  if (cause instanceof AggregateError && cause.errors.length > 0) return `${thrown.message}: ${cause.errors.map(textOf).join('; ')}`
  if (thrown instanceof AggregateError && thrown.message === '') return thrown.errors.map(textOf).join('; ')
  return cause === undefined ? thrown.message : `${thrown.message}: ${textOf(cause)}`
}
