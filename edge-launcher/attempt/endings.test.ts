import { describe, expect, it } from 'vitest'
import { endingOf, heard, untilClosing } from './endings.ts'

const at = (seconds: number): string => new Date(seconds * 1000).toISOString()
const open = { closesAt: null, endsAt: null, atClosing: 'finish' } as const

describe('what the cloud says of an attempt, again and again', () => {
  it.each([
    ['keep', 'pause', 'pause'],
    ['pause', 'keep', 'keep'],
    ['pause', 'stop', 'stop'],
    ['stop', 'pause', 'stop'],
    ['stop', 'keep', 'stop'],
    ['stop', 'interrupt', 'interrupt'],
    ['interrupt', 'stop', 'interrupt'],
    ['interrupt', 'drop', 'drop'],
    ['drop', 'keep', 'drop'],
  ] as const)('after %s, %s makes it %s', (before, said, now) => {
    expect(heard(before, said)).toBe(now)
  })
})

describe('what ends an attempt before its work is done', () => {
  it('is nothing while nobody asks and no instant has come', () => {
    expect(endingOf('keep', { ...open, closesAt: at(11), endsAt: at(12) }, 10_000)).toBeNull()
  })

  it.each([
    ['the closing', 'keep', { closesAt: at(10) }, { urgency: 'after-phase', because: 'window-closed' }],
    ['the end date before the closing', 'keep', { closesAt: at(10), endsAt: at(10) }, { urgency: 'after-phase', because: 'out-of-time' }],
    ['a closing that interrupts', 'keep', { closesAt: at(9), atClosing: 'interrupt' }, { urgency: 'now', because: 'window-closed' }],
    [
      'a closing that interrupts before a stop that waits',
      'stop',
      { closesAt: at(9), atClosing: 'interrupt' },
      { urgency: 'now', because: 'window-closed' },
    ],
    ['a stop before a closing as patient', 'stop', { closesAt: at(9) }, { urgency: 'after-phase', because: 'stopped' }],
    ['an interruption before anything', 'interrupt', { endsAt: at(9), atClosing: 'interrupt' }, { urgency: 'now', because: 'stopped' }],
    ['a pause when nothing else does', 'pause', {}, { urgency: 'after-phase', because: 'paused' }],
  ] as const)('is %s', (_, verdict, limits, ending) => {
    expect(endingOf(verdict, { ...open, ...limits }, 10_000)).toEqual(ending)
  })

  it('knows how long until the clock may end it', () => {
    expect(untilClosing({ ...open, closesAt: at(12), endsAt: at(11) }, 10_000)).toBe(1000)
    expect(untilClosing({ ...open, closesAt: at(9), endsAt: at(15) }, 10_000)).toBe(5000)
    expect(untilClosing(open, 10_000)).toBeNull()
  })
})
