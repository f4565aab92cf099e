/** The cloud: the product's own use cases, over stores in memory, with the queues, the stream and the alarm played by the timeline. */
import type { Claim, Claimed, Report } from '#shared/contracts/edge.ts'
import { standingOf } from '#shared/domain/deployment/standing.ts'
import type { Clock } from '../../functions/adapters/clock.ts'
import type { DeploymentStore } from '../../functions/adapters/deployments.ts'
import type { EntityStore } from '../../functions/adapters/entities.ts'
import type { ExecutionStore } from '../../functions/adapters/executions.ts'
import type { LiveSender } from '../../functions/adapters/live.ts'
import type { MachineStore } from '../../functions/adapters/machines.ts'
import type { ContentStore } from '../../functions/adapters/packages.ts'
import type { Queue } from '../../functions/adapters/queues.ts'
import type { EdgeRecord, MachineRecord, SiteRecord } from '../../functions/adapters/records.ts'
import type { SiteStore } from '../../functions/adapters/sites.ts'
import { claimExecutions } from '../../functions/use-cases/deployments/claim-executions.ts'
import { expandChunk } from '../../functions/use-cases/deployments/expand.ts'
import { onAlarm } from '../../functions/use-cases/deployments/on-alarm.ts'
import { type ExecutionChange, recordProgress } from '../../functions/use-cases/deployments/record-progress.ts'
import { recordReport } from '../../functions/use-cases/deployments/record-report.ts'
import type { Chance } from './chance.ts'
import type { DeploymentMemory } from './deployment-memory.ts'
import type { ExecutionMemory, Written } from './execution-memory.ts'
import type { Timeline } from './timeline.ts'

/** How late things come, in milliseconds; disturbances change it. */
export type Weather = { alarmsLate: number; reportsLate: number; streamLate: number; answersLost: boolean; bellBroken: boolean }
export const fairWeather = (): Weather => ({ alarmsLate: 0, reportsLate: 0, streamLate: 0, answersLost: false, bellBroken: false })

export type CloudParts = {
  readonly timeline: Timeline
  readonly chance: Chance
  readonly weather: Weather
  readonly isRough: boolean
  readonly deployments: DeploymentMemory
  readonly sites: ReadonlyMap<string, SiteRecord>
  readonly edges: Map<string, EdgeRecord>
  readonly machines: ReadonlyMap<string, MachineRecord>
  readonly ring: (siteId: string) => void
}

/** What a use case does not need is not there: to touch it is a fault of the simulation. */
const only = <T extends object>(part: Partial<T>): T =>
  new Proxy(part, {
    get: (target, name) => {
      if (!(name in target)) throw new Error(`the simulation has no ${String(name)}`)
      return Reflect.get(target, name)
    },
  }) as T

const manifest = JSON.stringify({ packageId: 'package', label: 'Package', version: '1', command: './run', files: [] })
/** At most this many records of the stream at once, as the event-source mapping says. */
const streamBatch = 500

export const cloudOf = (parts: CloudParts, executions: ExecutionMemory) => {
  const { timeline, chance, weather, deployments, sites, edges, machines } = parts
  const { now } = timeline
  const { id: deploymentId } = deployments.now()
  let unstreamed = 0
  let sequence = 0

  /** A standard queue: at least once, in no order. */
  const deliver = (ms: number, work: () => Promise<unknown>): void => {
    const act = async () => void (await work())
    timeline.in(ms, act)
    if (parts.isRough && chance.happens(0.1)) timeline.in(ms + chance.between(0, 120_000), act)
  }
  const alarm = (ms: number): void => {
    const late = weather.alarmsLate + (parts.isRough && chance.happens(0.3) ? chance.between(0, 20 * 60_000) : 0)
    deliver(ms + chance.between(20, 500) + late, () => onAlarm(ports, deploymentId))
  }

  let schedule = 0
  const clock: Clock = {
    needsSchedule: (at, present) => at - present > 60_000,
    ring: async (_, at, present) => {
      if (at - present <= 60_000) return alarm(at - present)
      // One schedule for each deployment: a new one replaces it.
      const mine = ++schedule
      timeline.at(at + weather.alarmsLate, () => {
        if (mine === schedule) alarm(0)
      })
    },
    cancel: async () => {
      schedule += 1
    },
  }
  const ports = {
    deployments: only<DeploymentStore>(deployments.store as Partial<DeploymentStore>),
    executions: only<ExecutionStore>(executions.store as Partial<ExecutionStore>),
    sites: only<SiteStore>({
      get: async (id) => sites.get(id) ?? null,
      edges: async (siteId) => [...edges.values()].filter((edge) => edge.siteId === siteId),
      edgeSeen: async (id, seen) => {
        const edge = edges.get(id)
        if (edge) edges.set(id, { ...edge, ...seen })
        return edge !== undefined
      },
    }),
    machines: only<MachineStore>({
      getMany: async (ids) =>
        new Map(
          ids.flatMap((id): [string, MachineRecord][] => {
            const machine = machines.get(id)
            return machine ? [[id, machine]] : []
          }),
        ),
      takeProbes: async () => [],
      pin: async () => true,
      setSeen: async () => true,
    }),
    entities: only<EntityStore>({ tree: async () => ({ entities: [], version: 0 }) }),
    contents: only<ContentStore>({ manifest: async () => manifest, downloadUrl: async () => 'https://example.org/' }),
    live: only<LiveSender>({
      changed: async () => {},
      ring: async (siteId) => {
        if (!weather.bellBroken) parts.ring(siteId)
      },
    }),
    clock,
    expandQueue: only<Queue>({
      sendAll: async (messages) => {
        for (const message of messages) deliver(chance.between(100, 3000), () => expand((message as { chunk: number }).chunk))
      },
    }),
    alarmsQueue: only<Queue>({ send: async (_, delaySeconds) => alarm((delaySeconds ?? 0) * 1000) }),
    now,
    mark: () => `${new Date(now()).toISOString()}#${chance.between(0, 1e9)}`,
  }

  /** A function may be ended half-way: the message comes again. */
  const expand = async (chunk: number): Promise<void> => {
    const isEndedHalfWay = parts.isRough && chance.happens(0.3)
    const createAll: ExecutionStore['createAll'] = async (all) => {
      for (const execution of all) {
        if (isEndedHalfWay && chance.happens(0.3)) throw new Error('ended half-way')
        await executions.store.createAll([execution])
      }
    }
    try {
      await expandChunk({ ...ports, executions: only<ExecutionStore>({ createAll }) }, deploymentId, chunk)
    } catch (error) {
      if (!isEndedHalfWay) throw error
      deliver(90_000, () => expand(chunk))
    }
  }

  /** A shard: in order, at least once, a batch at a time. */
  const shards = new Map<string, { waiting: ExecutionChange[]; isRunning: boolean }>()
  const pump = (shard: { waiting: ExecutionChange[]; isRunning: boolean }): void => {
    if (shard.isRunning || shard.waiting.length === 0) return
    shard.isRunning = true
    timeline.in(chance.between(200, 1800) + weather.streamLate, async () => {
      const batch = shard.waiting.slice(0, streamBatch)
      await recordProgress(ports, batch)
      shard.isRunning = false
      // An answer that was lost: all of it comes again.
      if (!(parts.isRough && chance.happens(0.05))) {
        shard.waiting = shard.waiting.slice(batch.length)
        unstreamed -= batch.length
      }
      pump(shard)
    })
  }
  const stream = ({ before, after, awaits }: Written): void => {
    const chunk = String(Math.floor(Number(after.id.split('.')[1]) / 1000))
    const shard = shards.get(chunk) ?? { waiting: [], isRunning: false }
    shards.set(chunk, shard)
    sequence += 1
    unstreamed += 1
    shard.waiting.push({
      sequence: String(sequence),
      chunk,
      fromStanding: before ? standingOf(before) : null,
      toStanding: standingOf(after),
      before,
      after,
      awaits,
    })
    pump(shard)
  }

  return {
    ports,
    stream,
    /** Whether every change has been counted. */
    isCounted: () => unstreamed === 0,
    launch: async (): Promise<void> => {
      await ports.expandQueue.sendAll(Array.from({ length: deployments.now().chunks }, (_, chunk) => ({ deploymentId, chunk })))
      await ports.alarmsQueue.send({ deploymentId }, 60)
    },
    claim: async (edgeId: string, claim: Claim): Promise<Claimed> => {
      const edge = edges.get(edgeId)
      if (!edge) throw new Error(`there is no edge ${edgeId}`)
      return claimExecutions(ports, edge, claim)
    },
    /** The door takes them, the queue brings them. */
    takeReports: (edgeId: string, reports: readonly Report[]): void => {
      for (const report of reports)
        deliver(chance.between(50, parts.isRough ? 20_000 : 1500) + (chance.happens(0.5) ? weather.reportsLate : 0), () =>
          recordReport(ports, { ...report, edgeId }),
        )
    },
  }
}
export type Cloud = ReturnType<typeof cloudOf>
