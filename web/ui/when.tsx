'use client'
import { useFormatter } from 'next-intl'
import { useClock } from './now.tsx'

/** The absolute time of an instant, in the person's zone, with the zone's name. */
export const useAbsoluteTime = (): ((instant: string) => string) => {
  const format = useFormatter()
  return (instant) =>
    format.dateTime(new Date(instant), {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    })
}

/** "3 minutes ago", with the absolute time in a tooltip. A machine's clock may be ahead of ours by a little: never "in 2 seconds" for what has been. */
export const When = ({ at, past = false }: { readonly at: string; readonly past?: boolean }) => {
  const format = useFormatter()
  const absolute = useAbsoluteTime()
  const clock = useClock()
  const date = new Date(at)
  const now = past && date > clock ? date : clock
  return (
    <time dateTime={at} title={absolute(at)}>
      {format.relativeTime(date, { now })}
    </time>
  )
}
