'use client'
import { useFormatter, useTimeZone, useTranslations } from 'next-intl'
import { momentKind, placeOf, sameClock, spanOf } from './moment.ts'
import { useClock } from './now.tsx'

type Say = {
  /** "tonight at 22:00" on the person's clock; with the zone of a site, its own time beside it. */
  readonly moment: (instant: string, siteZone?: string) => string
  /** "4 minutes": how long ago an instant was. */
  readonly since: (instant: string) => string
}

export const useMoment = (): Say => {
  const t = useTranslations('moments')
  const format = useFormatter()
  const here = useTimeZone() ?? 'UTC'
  const now = useClock()
  const timeIn = (instant: Date, timeZone: string) =>
    format.dateTime(instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
  return {
    moment: (text, siteZone) => {
      const instant = new Date(text)
      const kind = momentKind(instant, now, here)
      const time = timeIn(instant, here)
      const said =
        kind === 'day'
          ? t('day', { time, day: format.dateTime(instant, { weekday: 'short', day: 'numeric', month: 'short', timeZone: here }) })
          : t(kind, { time })
      if (siteZone === undefined) return said
      const place = placeOf(siteZone)
      return sameClock(instant, here, siteZone)
        ? t('sameClock', { moment: said, place })
        : t('otherClock', { moment: said, place, time: timeIn(instant, siteZone) })
    },
    since: (text) => {
      const { unit, count } = spanOf(now.getTime() - Date.parse(text))
      return t(unit, { count })
    },
  }
}
