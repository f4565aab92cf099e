import { describe, expect, it } from 'vitest'
import { instantOf, typedOf } from './local-instant.ts'

describe('dates and times as typed', () => {
  it('come back as they were', () => {
    const typed = { date: '2026-11-24', time: '22:05' }
    expect(typedOf(instantOf(typed))).toEqual(typed)
  })
  it('are nothing when nothing is typed, and midnight without a time', () => {
    expect(instantOf({ date: '', time: '' })).toBeNull()
    expect(typedOf(null)).toEqual({ date: '', time: '' })
    expect(instantOf({ date: '2026-11-24', time: '' })).toBe(instantOf({ date: '2026-11-24', time: '00:00' }))
    expect(instantOf({ date: '2026-11-24', time: '7' })).toBe(instantOf({ date: '2026-11-24', time: '07:00' }))
  })
  it('are left as they are, to be refused, when they name no instant', () => {
    for (const typed of [
      { date: '2026-02-31', time: '10:00' },
      { date: '2026-11', time: '10:00' },
      { date: '', time: '10:00' },
      { date: '2026-11-24', time: '25:00' },
    ])
      expect(instantOf(typed)).toBe(`${typed.date} ${typed.time}`)
  })
})
