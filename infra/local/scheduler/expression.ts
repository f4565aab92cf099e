/** EventBridge Scheduler's expressions: at(), rate(), cron(), and when they fire next. */
import { Cron } from 'croner'

export type Expression =
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: Cron }

const unitMs: Record<string, number> = {
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
}

/** null when AWS would not take it. Instants in milliseconds since 1970; `timeZone` is an IANA name. */
export const parseExpression = (text: string, timeZone: string): Expression | null => {
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(text)
  if (at?.[1]) {
    const instant = wallClock(at[1], timeZone)
    return instant === null ? null : { kind: 'at', at: instant }
  }
  const rate = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(text)
  if (rate) {
    const [count, unit = ''] = [Number(rate[1]), rate[2]]
    return count > 0 && (count === 1) === !unit.endsWith('s') ? { kind: 'rate', everyMs: count * (unitMs[unit] ?? 0) } : null
  }
  const cron = /^cron\((\S+ \S+ \S+ \S+ \S+) (\S+)\)$/.exec(text)
  if (!cron) return null
  try {
    return {
      kind: 'cron',
      cron: new Cron(`0 ${cron[1]} ${cron[2]}`, { timezone: timeZone, paused: true, alternativeWeekdays: true, sloppyRanges: true }),
    }
  } catch {
    return null
  }
}

/** The next instant after `after`, or null. `since`: when the schedule was made, from which rates count. */
export const nextFiring = (expression: Expression, after: number, since: number): number | null => {
  switch (expression.kind) {
    case 'at':
      return expression.at
    case 'rate':
      return since + Math.ceil(Math.max(1, after - since + 1) / expression.everyMs) * expression.everyMs
    case 'cron':
      return expression.cron.nextRun(new Date(after))?.getTime() ?? null
  }
}

/** The instant at which clocks in the zone show this time; null for a date that does not exist. */
const wallClock = (text: string, timeZone: string): number | null => {
  const asUtc = Date.parse(`${text}Z`)
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 19) !== text) return null
  const formatter = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const offset = (instant: number): number =>
    Date.parse(`${formatter.format(instant).replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000
  const guess = asUtc - offset(asUtc)
  return asUtc - offset(guess)
}
