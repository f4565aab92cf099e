/** A date and a time as people type them on their own clock, and the instant they mean. */

export type DateAndTime = {
  /** `2026-11-24`, or nothing. */
  readonly date: string
  /** `22:00`, or nothing. */
  readonly time: string
}

export const noInstant: DateAndTime = { date: '', time: '' }

const two = (count: number): string => String(count).padStart(2, '0')

/** What stands in the fields for an instant, on this computer's clock. */
export const typedOf = (instant: string | null): DateAndTime => {
  if (instant === null) return noInstant
  const at = new Date(instant)
  return {
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  }
}

/** null for nothing; the text as typed, which the contract refuses, for what is no date and time. Without a time: midnight. */
export const instantOf = ({ date, time }: DateAndTime): string | null => {
  if (date.trim() === '' && time.trim() === '') return null
  const clock = /^(\d{1,2})(?::(\d{2})?)?$/.exec(time.trim() === '' ? '00:00' : time.trim())
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date.trim())
  if (!clock || !day) return `${date} ${time}`
  const [year, month, dayOfMonth] = [Number(day[1]), Number(day[2]) - 1, Number(day[3])]
  const at = new Date(year, month, dayOfMonth, Number(clock[1]), Number(clock[2] ?? 0))
  // 31 February would quietly be a day in March.
  return at.getMonth() === month && Number(clock[1]) < 24 ? at.toISOString() : `${date} ${time}`
}
