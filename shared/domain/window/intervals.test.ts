import { describe, expect, it } from 'vitest'
import { parseIntervals, rangeText } from './intervals.ts'

const read = (text: string): string[] | { position: number; message: string } => {
  const parsed = parseIntervals(text)
  return parsed.valid ? parsed.ranges.map(rangeText) : { position: parsed.position, message: parsed.message }
}

describe('E4 the text of intervals', () => {
  it.each([
    ['2-4', ['02:00:00-04:00:00']],
    ['3:00-5:00,18:00-20:30', ['03:00:00-05:00:00', '18:00:00-20:30:00']],
    ['01-06', ['01:00:00-06:00:00']],
    ['22-6', ['00:00:00-06:00:00', '22:00:00-23:59:59']],
    [' 2 - 4 , 12:15:30-13 ', ['02:00:00-04:00:00', '12:15:30-13:00:00']],
    ['1-3,2-5', ['01:00:00-05:00:00']],
    ['1-2,2:00:01-3', ['01:00:00-03:00:00']],
    ['18-20,3-5', ['03:00:00-05:00:00', '18:00:00-20:00:00']],
    ['0-24', ['00:00:00-23:59:59']],
    ['22-24:00', ['22:00:00-23:59:59']],
    ['22-6,5-23', ['00:00:00-23:59:59']],
  ])('reads %j', (text, ranges) => {
    expect(read(text)).toEqual(ranges)
  })

  it.each([
    ['', 0, /at least one range/],
    ['   ', 0, /at least one range/],
    ['2', 1, /second bound/],
    ['2-', 2, /"" is not a time/],
    ['-4', 0, /"" is not a time/],
    ['2-4,', 4, /expected a range/],
    ['2-4,,5-6', 4, /expected a range/],
    ['2-4;5-6', 2, /"4;5-6" is not a time/],
    ['25-4', 0, /25 hours/],
    ['24-4', 0, /24 hours/],
    ['2-24:01', 2, /24 hours/],
    ['2:60-4', 0, /60 minutes/],
    ['2-4:00:61', 2, /61 seconds/],
    ['2:5-4', 0, /HH:MM/],
    ['3-3', 0, /same time/],
    ['1-2, 3:00-3', 5, /same time/],
    ['two-four', 0, /"two" is not a time/],
    ['2–4', 3, /second bound/],
    ['002-4', 0, /not a time/],
  ])('refuses %j at its place %i', (text, position, message) => {
    expect(read(text)).toMatchObject({ position, message: expect.stringMatching(message) })
  })
})
