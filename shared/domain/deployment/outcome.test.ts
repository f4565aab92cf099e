import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterFailure } from './outcome.ts'
import { reasonCodes, reasons } from './reasons.ts'

const hour = 3_600_000

describe('what the end of an attempt leads to', () => {
  it('tries again after the delay while attempts are left', () => {
    expect(afterFailure('unreachable', { attempt: 1, attempts: 3, retryDelayMs: hour }, 1000)).toEqual({
      event: 'failure',
      nextAt: 1000 + hour,
    })
  })

  it('fails for good after the last attempt', () => {
    expect(afterFailure('script-failed', { attempt: 3, attempts: 3, retryDelayMs: hour }, 0)).toEqual({
      event: 'last-failure',
      nextAt: null,
    })
  })

  it('does not try again where that cannot help', () => {
    expect(afterFailure('host-key-changed', { attempt: 1, attempts: 3, retryDelayMs: hour }, 0).event).toBe('last-failure')
  })

  it('has a next instant exactly when it will try again, for any reason and count', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...reasonCodes),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (reason, attempt, attempts) => {
          const { event, nextAt } = afterFailure(reason, { attempt, attempts, retryDelayMs: 1 }, 5)
          expect(event === 'failure').toBe(reasons[reason].retryable && attempt < attempts)
          expect(nextAt !== null).toBe(event === 'failure')
        },
      ),
    )
  })
})
