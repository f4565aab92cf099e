'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { memo } from 'react'
import type { LogLine as Line } from '#shared/contracts/deployments.ts'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { cutAt, shownText } from './find-in-log.ts'
import { lookOf, markOf } from './log-lines.ts'
import styles from './log-view.module.css'

type Props = {
  readonly line: Line
  /** What is searched; empty for nothing. */
  readonly wanted: string
  /** Which occurrence in this line is the one that one stands at; null: none here. */
  readonly current: number | null
}

/** A line of a log: when, by whom, and what, with what is searched marked. */
export const LogLine = memo(({ line, wanted, current }: Props) => {
  const t = useTranslations('log')
  const format = useFormatter()
  const absolute = useAbsoluteTime()
  const pieces = cutAt(shownText(line.text), wanted)
  return (
    <div className={`${styles.line} ${styles[lookOf(line)]}`} data-stream={line.stream}>
      <time dateTime={line.at} title={absolute(line.at)} className={styles.at}>
        {format.dateTime(new Date(line.at), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })}
      </time>
      <span className={styles.mark} title={t(line.stream)}>
        {markOf[line.stream]}
      </span>
      <span className={styles.text}>
        {pieces.length === 1
          ? pieces[0]
          : pieces.map((piece, place) =>
              place % 2 === 0 ? (
                piece
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place in the line is what it is
                <mark key={place} className={(place - 1) / 2 === current ? styles.currentHit : styles.hit}>
                  {piece}
                </mark>
              ),
            )}
      </span>
    </div>
  )
})
LogLine.displayName = 'LogLine'
