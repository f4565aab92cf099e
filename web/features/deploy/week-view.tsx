'use client'
import Button from '@cloudscape-design/components/button'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Range } from '#shared/domain/window/intervals.ts'
import { placeOf } from '../../ui/moment.ts'
import { useClock } from '../../ui/now.tsx'
import { clockText, type Day, type Piece, weekOf } from './week.ts'
import styles from './week-view.module.css'

export type DrawnZone = { readonly timeZone: string; readonly sites: readonly string[] }

type Props = {
  readonly ranges: readonly Range[]
  readonly zones: readonly DrawnZone[]
  readonly startAt: string | null
  readonly endAt: string | null
}

const daySeconds = 86_400
/** Zones drawn before a person asks for the others. */
const drawnAtOnce = 3
const hours = [0, 6, 12, 18, 24] as const

const instant = (text: string | null): number | null => {
  const at = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? null : at
}

/** The window on seven days, for each time zone concerned. */
export const WeekView = ({ ranges, zones, startAt, endAt }: Props) => {
  const t = useTranslations('week')
  const now = useClock().getTime()
  const [all, setAll] = useState(false)
  const dates = { startAt: instant(startAt), endAt: instant(endAt) }
  const from = Math.max(now, dates.startAt ?? now)
  const shown = all ? zones : zones.slice(0, drawnAtOnce)
  return (
    <div className={styles.weeks}>
      {shown.map(({ timeZone, sites }) => (
        <Week key={timeZone} timeZone={timeZone} sites={sites} days={weekOf(ranges, timeZone, from, now, dates)} />
      ))}
      {shown.length < zones.length && (
        <Button variant="inline-link" formAction="none" onClick={() => setAll(true)}>
          {t('more', { count: zones.length - shown.length })}
        </Button>
      )}
    </div>
  )
}

const Week = ({ timeZone, sites, days }: DrawnZone & { readonly days: readonly Day[] }) => {
  const t = useTranslations('week')
  const format = useFormatter()
  const changes = days.some(({ skipped, twice }) => skipped.length + twice.length > 0)
  const text = (pieces: readonly Piece[]) => pieces.map(({ from, to }) => `${clockText(from)}–${endText(to)}`).join(', ')
  return (
    <figure className={styles.week} aria-label={t('label', { place: placeOf(timeZone) })} data-testid="week">
      <figcaption className={styles.caption}>
        <b>{placeOf(timeZone)}</b> <small>{sites.join(', ')}</small>
      </figcaption>
      <div className={styles.axis} aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour} style={{ insetInlineStart: `${(hour / 24) * 100}%` }}>
            {hour}
          </span>
        ))}
      </div>
      {days.map((day) => {
        const said = day.open.length === 0 ? t('closed') : text(day.open)
        const date = format.dateTime(new Date(`${day.date}T12:00:00Z`), {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          timeZone: 'UTC',
        })
        return (
          <div key={day.date} className={styles.day}>
            <span className={styles.date}>{date}</span>
            <span className={styles.unseen}>{said}</span>
            <span className={styles.bar} aria-hidden="true" title={said} data-date={day.date}>
              {day.outside.map((piece) => (
                <Bar key={piece.from} piece={piece} look="outside" />
              ))}
              {day.open.map((piece) => (
                <Bar key={piece.from} piece={piece} look="open" />
              ))}
              {day.skipped.map((piece) => (
                <Bar key={piece.from} piece={piece} look="skipped" title={t('skipped', { hours: text([piece]) })} />
              ))}
              {day.twice.map((piece) => (
                <Bar key={piece.from} piece={piece} look="twice" title={t('twice', { hours: text([piece]) })} />
              ))}
              {day.now !== null && (
                <i className={styles.now} style={{ insetInlineStart: `${(day.now / daySeconds) * 100}%` }} title={t('now')} />
              )}
            </span>
          </div>
        )
      })}
      {changes && (
        <small className={styles.note}>
          {days.flatMap(({ date, skipped, twice }) => [
            ...skipped.map((piece) => <span key={`${date}s`}>{t('skipped', { hours: text([piece]) })} </span>),
            ...twice.map((piece) => <span key={`${date}t`}>{t('twice', { hours: text([piece]) })} </span>),
          ])}
        </small>
      )}
    </figure>
  )
}

/** An end is said as it was typed: 06:00, though the second after belongs to it no more. */
const endText = (to: number): string => clockText(to % 60 === 1 ? to - 1 : to)

type BarProps = { readonly piece: Piece; readonly look: 'open' | 'outside' | 'skipped' | 'twice'; readonly title?: string }
const Bar = ({ piece: { from, to }, look, title }: BarProps) => (
  <i
    className={`${styles.piece} ${styles[look]}`}
    data-look={look}
    title={title}
    style={{ insetInlineStart: `${(from / daySeconds) * 100}%`, inlineSize: `${((to - from) / daySeconds) * 100}%` }}
  />
)
