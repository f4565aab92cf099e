/** What a deployment allows on a site, and when. Pure; instants in milliseconds since 1970. */
import { closesAt, opensAt, type Window, isOpen as windowIsOpen } from '../window/window.ts'

/** What a person asked of the whole deployment last. `interrupt`: stop, and end scripts that run. */
export const controls = ['run', 'pause', 'stop', 'interrupt'] as const
export type Control = (typeof controls)[number]

export type Rules = {
  readonly control: Control
  readonly startAt: number | null
  readonly endAt: number | null
  /** Daily ranges on the site's clock; null: at any time. */
  readonly window: Window | null
}

export const isOpen = ({ window }: Rules, at: number): boolean => window === null || windowIsOpen(window, at)
export const isOutOfTime = ({ endAt }: Rules, at: number): boolean => endAt !== null && at >= endAt

/** Whether anything may begin at `at`, whoever asks for it: after the start date, before the end date, inside the window. */
export const mayBegin = (rules: Rules, at: number): boolean =>
  (rules.startAt === null || rules.startAt <= at) && !isOutOfTime(rules, at) && isOpen(rules, at)

/** The first instant at or after `from` at which something may begin; the end date when there is none before it. */
export const firstInstant = (rules: Rules, from: number): number => {
  const { startAt, endAt, window } = rules
  const asked = Math.max(from, startAt ?? from)
  const opens = window === null ? asked : opensAt(window, asked)
  // A window that never opens within its horizon is looked at again in a day; the end date, where there is one, ends it.
  const at = opens ?? asked + 86_400_000
  return endAt !== null && at > endAt ? endAt : at
}

/** The first instant after the opening that holds `at` at which nothing may begin any more; null when it does not close. */
export const closingAfter = ({ window, endAt }: Rules, at: number): number | null => {
  const lastSecond = window === null ? null : closesAt(window, at)
  const closing = lastSecond === null ? null : lastSecond + 1000
  if (closing === null) return endAt
  return endAt === null ? closing : Math.min(closing, endAt)
}

export const iso = (at: number): string => new Date(at).toISOString()
