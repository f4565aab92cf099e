/** Builds a scenario's world, plays it, and judges it. */
import { CreateDeployment } from '#shared/contracts/deployments.ts'
import { reportOf, standingOf } from '#shared/domain/deployment/standing.ts'
import { hasEnded } from '#shared/domain/deployment/states.ts'
import type { DeploymentRecord, EdgeRecord, MachineRecord, SiteRecord } from '../../functions/adapters/records.ts'
import { totalCounts } from '../../functions/use-cases/deployments/counts.ts'
import { inParts } from '../../functions/use-cases/deployments/parts.ts'
import { showExecutions } from '../../functions/use-cases/deployments/show.ts'
import { neverSeen } from '../../functions/use-cases/never-seen.ts'
import { chanceOf } from './chance.ts'
import { cloudOf, fairWeather } from './cloud.ts'
import { deploymentMemory } from './deployment-memory.ts'
import { type Disturbed, disturb } from './disturb.ts'
import { type Edge, edgeOf } from './edge.ts'
import { executionMemory, type Written } from './execution-memory.ts'
import { newMachine } from './machine.ts'
import type { Scenario } from './scenario.ts'
import { timelineFrom } from './timeline.ts'
import { watchOver } from './watch.ts'

const deploymentId = 'deployment'
const options = (given: Scenario['options']): DeploymentRecord['options'] =>
  CreateDeployment.parse({ packageId: 'package', machineIds: ['machine'], options: given }).options

const siteRecord = (id: string, timeZone: string, createdAt: string): SiteRecord => ({
  id,
  name: id,
  timeZone,
  broadcasts: [],
  maxBandwidth: null,
  newMachinesPerHour: 500,
  newMachinesRefusedAt: null,
  networks: [],
  sshUser: null,
  sshPort: null,
  createdAt,
})

const edgeRecord = (id: string, siteId: string, slots: number, enrolledAt: string): EdgeRecord => ({
  id,
  siteId,
  name: id,
  version: '1',
  enrolledAt,
  lastSeenAt: null,
  slotsTotal: slots,
  slotsUsed: 0,
  sshPublicKey: '',
  publicKey: { kty: 'OKP', crv: 'Ed25519', x: '' },
})

const machineRecord = (id: string, siteId: string, hasMac: boolean, createdAt: string): MachineRecord => ({
  ...neverSeen,
  id,
  name: id,
  siteId,
  entityId: 'root',
  entityBy: 'rule',
  address: '192.0.2.1',
  port: 22,
  user: 'root',
  keyName: 'site',
  macs: hasMac ? ['02:00:00:00:00:01'] : [],
  addressBy: 'hand' as const,
  ordinal: null,
  createdAt,
  updatedAt: createdAt,
})

export const worldOf = (scenario: Scenario, onMoved: (written: Written, now: number) => void = () => {}) => {
  const start = Date.parse(scenario.start)
  const timeline = timelineFrom(start)
  const chance = chanceOf(scenario.seed)
  const weather = fairWeather()
  const { now } = timeline

  const siteIds = scenario.sites.map((_, at) => `site-${at}`)
  const siteOf = (at: number): string => siteIds[at % siteIds.length] ?? 'site-0'
  const sites = new Map(scenario.sites.map(({ timeZone }, at) => [siteOf(at), siteRecord(siteOf(at), timeZone, scenario.start)]))
  const machines = new Map(scenario.machines.map((plan, at) => [`machine-${at}`, newMachine(`machine-${at}`, siteOf(plan.site), plan)]))
  const records = new Map(
    [...machines.values()].map((one) => [one.id, machineRecord(one.id, one.siteId, one.nature.hasMac, scenario.start)]),
  )
  const packages = scenario.orders.map((order, place) => ({
    place,
    id: `package-${place}`,
    label: `Package ${place}`,
    version: '1',
    order,
    manifestSha256: 'manifest',
  }))
  const given = options(scenario.options)
  const halt = given.afterSuccess === 'reboot-if-needed' ? 'nothing' : given.afterSuccess
  const places = packages.length + (packages.length > 1 && (given.inventory || halt !== 'nothing') ? 1 : 0)
  const { parts, chunks } = inParts([...machines.values()].map(({ id, siteId }) => ({ id, name: id, siteId, entityId: 'root' })))
  const deployments = deploymentMemory(
    {
      id: deploymentId,
      name: 'simulated',
      packages,
      options: given,
      halt,
      siteIds,
      entityIds: ['root'],
      group: null,
      machines: machines.size,
      total: machines.size * places,
      parts,
      chunks: chunks.length,
      control: 'run',
      relaunch: null,
      stateSeen: 'preparing',
      armedAt: null,
      scheduled: false,
      createdBy: 'somebody',
      createdAt: scenario.start,
    },
    chunks,
  )

  let unfinished = 0
  const executions = executionMemory(now, chance, scenario.isRough, (written) => {
    const { before, after } = written
    if (!hasEnded(after.state) && (before === null || hasEnded(before.state))) unfinished += 1
    if (hasEnded(after.state) && before !== null && !hasEnded(before.state)) unfinished -= 1
    watch.onWritten(written)
    onMoved(written, now())
    cloud.stream(written)
    if (after.state === 'ready') for (const edge of edgesAt(after.siteId)) edge.stir()
  })
  const watch = watchOver({
    deployment: deployments.now,
    timeZoneOf: (siteId) => sites.get(siteId)?.timeZone ?? 'UTC',
    execution: executions.one,
    onMachine: executions.onMachine,
    now,
    tellsStories: machines.size <= 100,
  })
  const edgeRecords = new Map<string, EdgeRecord>()
  const edges: Edge[] = []
  const edgesBySite = new Map<string, Edge[]>()
  const edgesAt = (siteId: string): readonly Edge[] => edgesBySite.get(siteId) ?? []
  const cloud = cloudOf(
    {
      timeline,
      chance,
      weather,
      isRough: scenario.isRough,
      deployments,
      sites,
      edges: edgeRecords,
      machines: records,
      ring: (siteId) => {
        for (const edge of edgesAt(siteId)) edge.hearBell()
      },
    },
    executions,
  )
  const machineOf = (id: string) => {
    const machine = machines.get(id)
    if (!machine) throw new Error(`there is no machine ${id}`)
    return machine
  }
  for (const [at, { edges: count, slots }] of scenario.sites.entries()) {
    const siteId = siteOf(at)
    for (let number = 0; number < count; number++) {
      const id = `${siteId}-edge-${number}`
      edgeRecords.set(id, edgeRecord(id, siteId, slots, scenario.start))
      const isWorkWaiting = () => executions.isAnyReady(siteId, deploymentId)
      const edge = edgeOf({ timeline, chance, weather, cloud, watch, machineOf, isWorkWaiting }, { id, slots })
      edges.push(edge)
      edgesBySite.set(siteId, [...edgesAt(siteId), edge])
    }
  }

  const isOver = () => executions.size() === deployments.now().total && unfinished === 0 && cloud.isCounted()
  const around: Disturbed = { timeline, weather, edges, machines: [...machines.values()], cloud, executions, deployments, watch }

  /** Counters against states, figures against the total, and a reason for whatever is not done. */
  const judge = async (): Promise<void> => {
    const all = executions.all()
    for (const [at, { why, state }] of (await showExecutions(cloud.ports, all)).entries())
      watch.demand((why === null) === (state === 'done'), 'why', all[at]?.id ?? '', `${state}: ${why?.text ?? 'no reason'}`)
    if (!cloud.isCounted()) return
    const counted = await totalCounts(cloud.ports.deployments, deploymentId)
    const present: Record<string, number> = {}
    for (const one of all) present[standingOf(one)] = (present[standingOf(one)] ?? 0) + 1
    const differing = [...new Set([...Object.keys(counted), ...Object.keys(present)])].filter(
      (standing) => (counted[standing] ?? 0) !== (present[standing] ?? 0),
    )
    const sum = reportOf(counted, all.length).reduce((total, { count }) => total + count, 0)
    watch.demand(differing.length === 0, 'counters', all[0]?.id ?? '', `they differ in ${differing.join(', ')}`)
    watch.demand(sum === all.length, 'counters', all[0]?.id ?? '', `figures sum to ${sum} of ${all.length}`)
  }

  return {
    timeline,
    watch,
    executions,
    cloud,
    edges,
    isOver,
    judge,
    begin: async (): Promise<void> => {
      for (const edge of edges) timeline.in(chance.between(0, 30_000), edge.start)
      for (const disturbance of scenario.disturbances) disturb(around, disturbance, start)
      await cloud.launch()
    },
    around,
  }
}
