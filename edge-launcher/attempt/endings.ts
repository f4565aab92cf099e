/** What ends an attempt before its work is done: a person, the window, the end date. Pure. */
import type { Order, Report } from '#shared/contracts/edge.ts'
import { type Verdict, verdicts } from '#shared/domain/deployment/on-claim.ts'
import type { putOffCauses } from '#shared/domain/deployment/on-report.ts'

type Cause = 'stopped' | (typeof putOffCauses)[number]
export type Ending = {
  /** `now`: the phase that runs is ended too. */
  readonly urgency: 'now' | 'after-phase'
  readonly because: Cause
}

/** The cloud says its verdict again with each claim. A stronger one replaces a weaker one; only a pause can be taken back. */
export const heard = (before: Verdict, said: Verdict): Verdict => {
  if (before === 'pause' && said === 'keep') return 'keep'
  return verdicts.indexOf(said) < verdicts.indexOf(before) ? said : before
}

export type Limits = Pick<Order, 'closesAt' | 'endsAt' | 'atClosing'>
const hasCome = (instant: string | null, now: number): boolean => instant !== null && Date.parse(instant) <= now

/** What must end the attempt now, the most urgent first; null: nothing. `now` in milliseconds since 1970. */
export const endingOf = (verdict: Verdict, limits: Limits, now: number): Ending | null => {
  const byClock = limits.atClosing === 'interrupt' ? 'now' : 'after-phase'
  const all: readonly (Ending & { readonly isSo: boolean })[] = [
    { isSo: verdict === 'interrupt', urgency: 'now', because: 'stopped' },
    { isSo: verdict === 'stop', urgency: 'after-phase', because: 'stopped' },
    { isSo: hasCome(limits.endsAt, now), urgency: byClock, because: 'out-of-time' },
    { isSo: hasCome(limits.closesAt, now), urgency: byClock, because: 'window-closed' },
    { isSo: verdict === 'pause', urgency: 'after-phase', because: 'paused' },
  ]
  const found = all.filter(({ isSo }) => isSo)
  const first = found.find(({ urgency }) => urgency === 'now') ?? found[0]
  return first ? { urgency: first.urgency, because: first.because } : null
}

/** Milliseconds until the clock may next end it; null: never. */
export const untilClosing = ({ closesAt, endsAt }: Limits, now: number): number | null => {
  const ahead = [closesAt, endsAt].flatMap((instant) => (instant === null ? [] : [Date.parse(instant) - now])).filter((ms) => ms > 0)
  return ahead.length === 0 ? null : Math.min(...ahead)
}

/** How it is told. `interrupted`: its script had been started, and was ended before its time. */
export const endFor = ({ because }: Ending, interrupted: boolean): NonNullable<Report['end']> =>
  because === 'stopped' ? { kind: 'stopped' } : { kind: 'put-off', because, interrupted }

/** Ended before its time by an edge launcher that could not tell of it any more: it goes on, in another directory. */
export const takenOver: Ending = { urgency: 'now', because: 'window-closed' }
