/** A deployment on many machines over several nights, with what goes wrong in a company: machines, edge launchers, persons. */
import { chanceOf } from './chance.ts'
import type { Disturbance, MachinePlan, Scenario } from './scenario.ts'

const zones = [
  'Europe/Paris',
  'Europe/London',
  'Europe/Athens',
  'America/New_York',
  'Europe/Madrid',
  'Africa/Tunis',
  'Europe/Dublin',
  'Europe/Warsaw',
]
const edgesPerSite = 2
const minute = 60_000

/** Friday noon before the night in which European clocks change. */
const start = '2026-03-27T12:00:00.000Z'
const intervals = '1-4'

export const manyNights = (machines: number, days: number, seed: number): Scenario => {
  const chance = chanceOf(seed)
  const plan = (at: number): MachinePlan => {
    const kind = chance.share()
    return {
      site: at % zones.length,
      sleep: kind < 0.15 ? 'asleep' : kind < 0.17 ? 'deaf' : 'awake',
      hasMac: kind < 0.14 || kind >= 0.15,
      transferMs: chance.between(20, 180) * 1000,
      scriptMs: chance.between(60, 720) * 1000,
      fullFor: kind > 0.99 ? 99 : 0,
      failsFor: kind > 0.97 ? 99 : kind > 0.9 ? 1 : 0,
      hangs: kind > 0.985,
    }
  }
  const edges = zones.length * edgesPerSite
  const disturbances: Disturbance[] = []
  for (let night = 0; night < days; night++) {
    // Windows open one after the other, from the east to the west.
    const during = () => night * 1440 + chance.between(11 * 60, 20 * 60)
    for (let edge = 0; edge < edges; edge++) {
      const fate = chance.share()
      const [atMinute, minutes] = [during(), chance.between(2, 90)]
      if (fate < 0.4) disturbances.push({ what: 'edge dies', atMinute, edge, minutes, keepsJournal: chance.happens(0.7) })
      else if (fate < 0.5) disturbances.push({ what: 'edge is cut off from the cloud', atMinute, edge, minutes })
      else if (fate < 0.6) disturbances.push({ what: 'edge is restarted', atMinute, edge, minutes: 1 })
    }
    for (let count = 0; count < machines / 50; count++) {
      const [atMinute, machine] = [during(), chance.between(0, machines - 1)]
      if (chance.happens(0.7)) disturbances.push({ what: 'machine goes away', atMinute, machine, minutes: chance.between(2, 300) })
      else
        disturbances.push(
          chance.happens(0.9) ? { what: 'machine restarts', atMinute, machine } : { what: 'machine is wiped', atMinute, machine },
        )
    }
    for (let count = 0; count < machines / 500; count++)
      disturbances.push({ what: 'a person asks', verb: 'stop', atMinute: during(), machine: chance.between(0, machines - 1) })
    disturbances.push({ what: 'a person pauses', atMinute: during(), machine: null, minutes: 20 })
    disturbances.push({ what: 'alarms are late', atMinute: during(), minutes: 30, byMinutes: 10 })
    disturbances.push({ what: 'reports are late', atMinute: during(), minutes: 30, byMinutes: 8 })
  }
  return {
    seed,
    start,
    sites: zones.map((timeZone) => ({ timeZone, edges: edgesPerSite, slots: Math.max(1, Math.ceil(machines / (edges * 16 * days))) })),
    machines: Array.from({ length: machines }, (_, at) => plan(at)),
    orders: [1],
    options: {
      intervals,
      wakeOnLan: true,
      attempts: 3,
      retryDelayMinutes: 60,
      scriptTimeoutMinutes: 30,
      endAt: new Date(Date.parse(start) + days * 1440 * minute).toISOString(),
    },
    disturbances,
    isRough: false,
  }
}
