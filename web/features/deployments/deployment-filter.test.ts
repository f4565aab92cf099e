import { describe, expect, it } from 'vitest'
import { DeploymentQuery } from '#shared/contracts/deployments.ts'
import { type FilterName, filterNames, offeredStates, queryOf } from './deployment-filter.ts'

const asked = (values: Partial<Record<FilterName, string>>) => queryOf((name) => values[name] ?? '')

describe('F6 the filters of the list of deployments', () => {
  it('ask for nothing in particular when the address names nothing', () => expect(asked({})).toEqual({}))
  it('are all understood by the API', () => {
    for (const state of offeredStates) expect(DeploymentQuery.safeParse(asked({ state })).success).toBe(true)
    const query = asked({ state: 'running', package: 'p1', by: 'anne', name: 'fire', from: '2026-11-01', to: '2026-11-02' })
    expect(DeploymentQuery.safeParse(query).success).toBe(true)
    expect(Object.keys(query)).toHaveLength(filterNames.length)
  })
  it('take both days of a range whole, on the clock of whoever looks', () => {
    const { from, to } = asked({ from: '2026-11-01', to: '2026-11-02' })
    expect(new Date(from ?? '').getTime()).toBe(new Date(2026, 10, 1).getTime())
    expect(new Date(to ?? '').getTime()).toBe(new Date(2026, 10, 3).getTime())
  })
  it('leave out what somebody wrote into the address that means nothing', () => {
    expect(asked({ state: 'asleep', from: 'yesterday', to: '2026-02-31' })).toEqual({})
  })
})
