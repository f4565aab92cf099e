import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { isTouchedBy, keyOf } from './topics.ts'

const touched = (topic: string) =>
  Object.entries({
    machines: keyOf(routes.listMachines, { query: { limit: 10 } }),
    machine: keyOf(routes.getMachine, { params: { id: 'm1' } }),
    history: keyOf(routes.listMachineExecutions, { params: { id: 'm1' } }),
    deployments: keyOf(routes.listDeployments, {}),
    deployment: keyOf(routes.getDeployment, { params: { id: 'd1' } }),
    otherDeployment: keyOf(routes.getDeployment, { params: { id: 'd2' } }),
    executions: keyOf(routes.listExecutions, { params: { id: 'd1' }, query: { state: 'failed' } }),
    execution: keyOf(routes.getExecution, { params: { id: 'd1.0.0' } }),
    report: keyOf(routes.getReport, { params: { id: 'd1' } }),
    bundles: keyOf(routes.listBundles, {}),
    executionOfOther: keyOf(routes.getExecution, { params: { id: 'd12.0.0' } }),
    log: keyOf(routes.readLog, { params: { id: 'd1.0.0' } }),
  })
    .filter(([, key]) => isTouchedBy(topic, key))
    .map(([name]) => name)

describe('what a live message makes old', () => {
  it('a change of machines: their list and their pages', () => expect(touched('machines')).toEqual(['machines', 'machine']))
  it('a change of one deployment: it, its executions and figures, and no other', () =>
    expect(touched('deployment:d1')).toEqual(['deployment', 'executions', 'execution', 'report']))
  it('a change of one execution: it and its log', () => expect(touched('execution:d1.0.0')).toEqual(['execution', 'log']))
  it('a change of deployments: lists, pages and histories', () =>
    expect(touched('deployments')).toEqual(['history', 'deployments', 'deployment', 'otherDeployment']))
  it('a change of packages: the bundles that show them too', () => expect(touched('packages')).toEqual(['bundles']))
  it('an unknown topic: nothing', () => expect(touched('weather')).toEqual([]))
})
