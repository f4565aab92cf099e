import { describe, expect, it } from 'vitest'
import { type Deployment, DeploymentOptions } from '#shared/contracts/deployments.ts'
import { opensSoon } from './windows-tonight.ts'

const now = new Date('2026-11-24T15:00:00Z')
const deployment = (id: string, change: Partial<Deployment> = {}): Deployment => ({
  id,
  name: id,
  packages: [{ place: 0, id: 'p', label: 'P', version: '1', order: 0 }],
  options: DeploymentOptions.parse({ intervals: '22-6' }),
  state: 'scheduled',
  control: 'run',
  partial: false,
  machines: 1,
  group: null,
  total: 1,
  counts: { scheduled: 1 },
  nextAt: '2026-11-24T21:00:00.000Z',
  createdBy: 'anne',
  createdAt: '2026-11-24T12:00:00.000Z',
  ...change,
})

describe('windows that open tonight', () => {
  it('are those of deployments that still run, the next first', () => {
    const soon = opensSoon(
      [
        deployment('late', { nextAt: '2026-11-25T01:00:00.000Z' }),
        deployment('early'),
        deployment('without window', { options: DeploymentOptions.parse({}) }),
        deployment('next week', { nextAt: '2026-11-30T21:00:00.000Z' }),
        deployment('paused', { control: 'pause', state: 'paused' }),
        deployment('over', { state: 'done', counts: { done: 1 }, nextAt: null }),
        deployment('open already', { nextAt: '2026-11-24T14:59:00.000Z' }),
      ],
      now,
    )
    expect(soon.map(({ id }) => id)).toEqual(['early', 'late'])
  })
})
