import { describe, expect, it } from 'vitest'
import type { Execution } from '#shared/contracts/deployments.ts'
import { whyCodes } from '#shared/domain/deployment/why.ts'
import { whyKey, whyReason } from './why-keys.ts'

type Why = NonNullable<Execution['why']>
const why = (code: Why['code'], facts: Partial<Why['facts']> = {}): Why => ({
  code,
  facts: {
    attempt: 1,
    attempts: 3,
    reason: null,
    detail: '',
    at: null,
    edge: 'paris-1',
    seenAt: '2026-11-24T02:00:00.000Z',
    site: 'Paris',
    phase: null,
    waitsFor: null,
    slots: null,
    ...facts,
  },
  text: '',
})

describe('the sentence that says why', () => {
  it.each(whyCodes)('is there for %s', (code) => expect(whyKey(why(code))).not.toBe(''))
  it('tells an edge launcher that went silent from one that never spoke', () => {
    expect(whyKey(why('edges-silent'))).toBe('edges-silent')
    expect(whyKey(why('edges-silent', { seenAt: null }))).toBe('edges-unseen')
  })
  it('tells another attempt from a relaunch and from the next window', () => {
    expect(whyKey(why('next-attempt', { reason: 'unreachable' }))).toBe('next-attempt')
    expect(whyKey(why('next-attempt', { attempt: 0, reason: 'script-failed' }))).toBe('again')
    expect(whyKey(why('next-attempt', { reason: 'window-closed' }))).toBe('goes-on')
  })
  it('says that attempts are used up only where they are', () => {
    expect(whyKey(why('failed', { attempt: 3, reason: 'script-failed' }))).toBe('failed')
    expect(whyKey(why('failed', { attempt: 1, reason: 'host-key-changed' }))).toBe('over')
  })
  it('gives the reason of the attempt before, never of what has nothing to do with it', () => {
    expect(whyReason(why('next-attempt', { reason: 'connection-refused' }))).toBe('connection-refused')
    expect(whyReason(why('next-attempt', { reason: 'window-closed' }))).toBeNull()
    expect(whyReason(why('running', { reason: 'connection-refused' }))).toBeNull()
  })
})
