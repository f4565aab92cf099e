/** Instants as people say them ("tonight at 22:00"), on the clock of a zone. Pure; what is said is words and keys, not yet text. */
import { offsetSeconds } from '#shared/domain/window/zone.ts'

const dayMs = 86_400_000
const eveningHour = 18

/** The wall clock of a zone at an instant, as if it were UTC: for its parts only. */
const wallClock = (instant: Date, timeZone: string): Date => new Date(instant.getTime() + offsetSeconds(timeZone, instant.getTime()) * 1000)

export type MomentKind = 'yesterday' | 'today' | 'tonight' | 'tomorrow' | 'day'

/** Which day an instant is for somebody who looks at `now`, both on the clock of `timeZone`. */
export const momentKind = (instant: Date, now: Date, timeZone: string): MomentKind => {
  const [then, here] = [wallClock(instant, timeZone), wallClock(now, timeZone)]
  const days = Math.floor(then.getTime() / dayMs) - Math.floor(here.getTime() / dayMs)
  if (days === 0) return then.getUTCHours() >= eveningHour ? 'tonight' : 'today'
  if (days === 1) return 'tomorrow'
  return days === -1 ? 'yesterday' : 'day'
}

/** Whether two zones' clocks show the same at an instant. */
export const sameClock = (instant: Date, one: string, other: string): boolean =>
  offsetSeconds(one, instant.getTime()) === offsetSeconds(other, instant.getTime())

/** What a zone is called beside a time: `Europe/Paris` is Paris. */
export const placeOf = (timeZone: string): string => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')

/** A span of time in its greatest whole unit; less than a minute counts as one. */
export const spanOf = (ms: number): { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number } => {
  const minutes = Math.max(1, Math.floor(ms / 60_000))
  if (minutes < 120) return { unit: 'minutes', count: minutes }
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.floor(hours / 24) }
}
