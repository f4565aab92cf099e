import { describe, expect, it } from 'vitest'
import { DeploymentOptions, type DeploymentWithSites } from '#shared/contracts/deployments.ts'
import { nextStep } from './next-step.ts'

const now = new Date('2026-11-24T12:00:00Z')
const site = (name: string, change: Partial<DeploymentWithSites['sites'][number]> = {}): DeploymentWithSites['sites'][number] => ({
  id: name,
  name,
  timeZone: 'Europe/Paris',
  open: true,
  opens: null,
  closes: null,
  edges: 1,
  edgesSeen: 1,
  ...change,
})
const deployment = (change: Partial<Parameters<typeof nextStep>[0]> = {}): Parameters<typeof nextStep>[0] => ({
  state: 'running',
  counts: { ready: 5 },
  nextAt: null,
  options: DeploymentOptions.parse({}),
  sites: [site('Paris')],
  ...change,
})

describe('F1 what happens next to a deployment', () => {
  it('is nothing once it is over', () => expect(nextStep(deployment({ state: 'done', counts: { done: 5 } }), now)).toBeNull())
  it('is the next opening when every site is closed and nothing runs', () => {
    const closed = { open: false, opens: '2026-11-24T21:00:00.000Z' }
    const later = { open: false, opens: '2026-11-24T22:00:00.000Z' }
    expect(nextStep(deployment({ sites: [site('Lyon', later), site('Paris', closed)], counts: { scheduled: 5 } }), now)).toEqual({
      kind: 'opens',
      at: '2026-11-24T21:00:00.000Z',
      zone: 'Europe/Paris',
      site: 'Paris',
      others: 1,
    })
  })
  it('is the closing while it runs', () => {
    const open = { closes: '2026-11-24T13:00:00.000Z' }
    expect(nextStep(deployment({ sites: [site('Paris', open)], counts: { execution: 1 } }), now)).toMatchObject({ kind: 'closes' })
  })
  it('is the edge launchers when none of an open site is heard', () => {
    expect(nextStep(deployment({ sites: [site('Paris', { edgesSeen: 0 })] }), now)).toEqual({ kind: 'silent', site: 'Paris' })
  })
  it('is the start date, or the next attempt', () => {
    const startAt = '2026-11-25T06:00:00.000Z'
    const options = DeploymentOptions.parse({ startAt })
    expect(nextStep(deployment({ state: 'scheduled', counts: { scheduled: 5 }, options }), now)).toEqual({ kind: 'starts', at: startAt })
    expect(nextStep(deployment({ counts: { rescheduled: 1, done: 4 }, nextAt: '2026-11-24T12:30:00.000Z' }), now)).toEqual({
      kind: 'next',
      at: '2026-11-24T12:30:00.000Z',
    })
  })
  it('is a person, while it is paused', () => expect(nextStep(deployment({ state: 'paused' }), now)).toEqual({ kind: 'paused' }))
})
