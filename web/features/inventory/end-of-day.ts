import { type DateAndTime, instantOf } from '../../ui/local-instant.ts'

const endOfDay = '23:59'

/** The instant that was typed; a day alone means its end, when all that came on that day is there. */
export const endOfDayOr = ({ date, time }: DateAndTime): string | null =>
  instantOf({ date, time: date.trim() !== '' && time.trim() === '' ? endOfDay : time })
