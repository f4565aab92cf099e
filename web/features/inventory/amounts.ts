/** Amounts of an inventory as people say them, in the words of a language. Pure. */
import type { Locale } from '../../ui/locales.ts'

const sizes = { en: ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'], fr: ['octets', 'Kio', 'Mio', 'Gio', 'Tio', 'Pio'] } as const
const frequencies = ['Hz', 'kHz', 'MHz', 'GHz'] as const
const speeds = { en: ['b/s', 'kb/s', 'Mb/s', 'Gb/s', 'Tb/s'], fr: ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] } as const

const noBreak = '\u00a0'

const scaled = (amount: number, base: number, units: readonly string[], locale: Locale): string => {
  let [step, rest] = [0, amount]
  while (rest >= base && step < units.length - 1) {
    step += 1
    rest /= base
  }
  // Three digits tell enough, but 1,016 GiB is not 1,020.
  const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: rest < 10 ? 2 : rest < 100 ? 1 : 0 }).format(rest)
  return `${digits}${noBreak}${units[step] ?? ''}`
}

export type Amounts = {
  /** Powers of 1,024, as operating systems show memory and disks. */
  readonly size: (bytes: number | null) => string | null
  readonly frequency: (hertz: number | null) => string | null
  readonly speed: (bitsPerSecond: number | null) => string | null
  readonly count: (count: number | null) => string | null
  /** `Version: 1.0`, as each language sets its colon. */
  readonly labelled: (label: string, text: string) => string
  /** Of an ISO date, which is of no zone. */
  readonly day: (date: string | null) => string | null
}

export const amountsIn = (locale: Locale): Amounts => {
  const known =
    <T>(say: (value: T) => string) =>
    (value: T | null): string | null =>
      value === null ? null : say(value)
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const counts = new Intl.NumberFormat(locale)
  return {
    size: known((bytes) => scaled(bytes, 1024, sizes[locale], locale)),
    frequency: known((hertz) => scaled(hertz, 1000, frequencies, locale)),
    speed: known((bits) => scaled(bits, 1000, speeds[locale], locale)),
    labelled: (label, text) => `${label}${locale === 'fr' ? noBreak : ''}: ${text}`,
    count: known((count) => counts.format(count)),
    day: known((date) => days.format(new Date(`${date}T00:00:00Z`))),
  }
}
