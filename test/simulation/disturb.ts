/** What goes wrong, and what persons do meanwhile. */

import {
  pauseDeployment,
  pauseExecution,
  relaunchDeployment,
  relaunchExecution,
  resumeDeployment,
  resumeExecution,
  stopDeployment,
  stopExecution,
} from '../../functions/use-cases/deployments/control.ts'
import { Refusal } from '../../functions/use-cases/refusal.ts'
import { type Cloud, fairWeather, type Weather } from './cloud.ts'
import type { DeploymentMemory } from './deployment-memory.ts'
import type { Edge } from './edge.ts'
import type { ExecutionMemory } from './execution-memory.ts'
import { type Machine, restart, wipe } from './machine.ts'
import type { Disturbance, Verb } from './scenario.ts'
import type { Timeline } from './timeline.ts'
import type { Watch } from './watch.ts'

export type Disturbed = {
  readonly timeline: Timeline
  readonly weather: Weather
  readonly edges: readonly Edge[]
  readonly machines: readonly Machine[]
  readonly cloud: Cloud
  readonly executions: ExecutionMemory
  readonly deployments: DeploymentMemory
  readonly watch: Watch
}

const minute = 60_000
const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % list.length]

/** What a person may not do now, they are told; the history goes on. */
const unlessRefused = async (act: () => Promise<unknown>): Promise<void> => {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** A bundle's machine is asked place by place, as a person would. */
const onExecutions = async ({ executions, machines }: Disturbed, machine: number, act: (id: string) => Promise<unknown>): Promise<void> => {
  const found = pick(machines, machine)
  for (const { id } of found ? executions.onMachine(found.id) : []) await unlessRefused(() => act(id))
}

// Perimeters are no concern of the engine.
const everywhere = { perimeter: 'everything' } as const

export const personAsks = async (around: Disturbed, verb: Verb, machine: number | null): Promise<void> => {
  const { ports } = around.cloud
  const { id } = around.deployments.now()
  around.watch.note(
    machine === null ? around.executions.all() : around.executions.onMachine(`machine-${machine % around.machines.length}`),
    `a person asks to ${verb}`,
  )
  const interrupt = verb === 'interrupt'
  if (machine === null) {
    await unlessRefused(() => {
      if (verb === 'pause') return pauseDeployment(ports, everywhere, id)
      return verb === 'resume' ? resumeDeployment(ports, everywhere, id) : stopDeployment(ports, everywhere, id, { interrupt })
    })
    around.watch.controlChanged()
  } else
    await onExecutions(around, machine, (one) => {
      if (verb === 'pause') return pauseExecution(ports, everywhere, one)
      return verb === 'resume' ? resumeExecution(ports, everywhere, one) : stopExecution(ports, everywhere, one, { interrupt })
    })
}

const launchAgain = async (around: Disturbed, which: 'failed' | 'unfinished' | 'all', machine: number | null): Promise<void> => {
  const { ports } = around.cloud
  const { id, options } = around.deployments.now()
  const hasPassed = options.endAt !== null && Date.parse(options.endAt) <= around.timeline.now()
  if (machine === null) {
    const endAt = hasPassed ? new Date(around.timeline.now() + 1440 * minute).toISOString() : undefined
    await unlessRefused(() => relaunchDeployment(ports, everywhere, id, endAt === undefined ? { which } : { which, endAt }))
    around.watch.controlChanged()
  } else await onExecutions(around, machine, (one) => relaunchExecution(ports, everywhere, one))
}

export const disturb: (around: Disturbed, disturbance: Disturbance, start: number) => void = (around, disturbance, start) => {
  const { timeline, weather, edges, machines } = around
  const from = start + disturbance.atMinute * minute
  const fair = fairWeather()
  const during = (minutes: number, change: Partial<Weather>): void => {
    timeline.at(from, () => void Object.assign(weather, change))
    timeline.at(from + minutes * minute, () => {
      for (const name of Object.keys(change)) Object.assign(weather, { [name]: fair[name as keyof Weather] })
    })
  }
  switch (disturbance.what) {
    case 'edge dies': {
      const edge = pick(edges, disturbance.edge)
      timeline.at(from, () => edge?.die(disturbance.keepsJournal))
      return timeline.at(from + disturbance.minutes * minute, () => edge?.start())
    }
    case 'edge is restarted': {
      const edge = pick(edges, disturbance.edge)
      timeline.at(from, () => edge?.leave())
      return timeline.at(from + disturbance.minutes * minute, () => edge?.start())
    }
    case 'edge is cut off from the cloud':
      return timeline.at(from, () => pick(edges, disturbance.edge)?.cutOff(disturbance.minutes * minute))
    case 'machine goes away':
      return timeline.at(from, () => {
        const machine = pick(machines, disturbance.machine)
        if (machine) machine.awayUntil = Math.max(machine.awayUntil, timeline.now() + disturbance.minutes * minute)
      })
    case 'machine restarts':
    case 'machine is wiped':
      return timeline.at(from, () => {
        const machine = pick(machines, disturbance.machine)
        if (machine) (disturbance.what === 'machine restarts' ? restart : wipe)(machine, timeline.now())
      })
    case 'answers to claims are lost':
      return during(disturbance.minutes, { answersLost: true })
    case 'the bell is broken':
      return during(disturbance.minutes, { bellBroken: true })
    case 'alarms are late':
      return during(disturbance.minutes, { alarmsLate: disturbance.byMinutes * minute })
    case 'reports are late':
      return during(disturbance.minutes, { reportsLate: disturbance.byMinutes * minute })
    case 'the stream is late':
      return during(disturbance.minutes, { streamLate: disturbance.byMinutes * minute })
    case 'a person pauses':
      timeline.at(from, () => personAsks(around, 'pause', disturbance.machine))
      return timeline.at(from + disturbance.minutes * minute, () => personAsks(around, 'resume', disturbance.machine))
    case 'a person asks':
      return timeline.at(from, () => personAsks(around, disturbance.verb, disturbance.machine))
    case 'a person launches again':
      return timeline.at(from, () => launchAgain(around, disturbance.which, disturbance.machine))
  }
}
