/** Random scenarios, and what must hold when they are played. Used by `npm test` (some hundreds) and `npm run simulate` (as many as wanted). */
import * as fc from 'fast-check'
import { hasEnded } from '#shared/domain/deployment/states.ts'
import { personAsks } from './disturb.ts'
import { type Disturbance, type MachinePlan, type Scenario, type SitePlan, verbs } from './scenario.ts'
import { isInside } from './wall-clock.ts'
import { Broken } from './watch.ts'
import { worldOf } from './world.ts'

const minute = 60_000
const day = 1440 * minute

const site: fc.Arbitrary<SitePlan> = fc.record({
  timeZone: fc.constantFrom('Europe/Paris', 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Auckland'),
  edges: fc.integer({ min: 1, max: 2 }),
  slots: fc.integer({ min: 1, max: 4 }),
})

const machine: fc.Arbitrary<MachinePlan> = fc.record({
  site: fc.nat(2),
  sleep: fc.oneof(
    { weight: 12, arbitrary: fc.constant('awake' as const) },
    { weight: 2, arbitrary: fc.constant('asleep' as const) },
    { weight: 1, arbitrary: fc.constant('deaf' as const) },
  ),
  hasMac: fc.boolean(),
  transferMs: fc.integer({ min: 1000, max: 15 * minute }),
  scriptMs: fc.integer({ min: 1000, max: 25 * minute }),
  fullFor: fc.constantFrom(0, 0, 0, 0, 0, 1, 5),
  failsFor: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 9),
  hangs: fc.boolean(),
})

const minutes = fc.constantFrom(1, 4, 7, 20, 90, 300)
const anyMachine = fc.nat(3)
const maybeMachine = fc.option(anyMachine, { nil: null })
const what = fc.oneof(
  fc.record({ what: fc.constant('edge dies' as const), edge: fc.nat(3), minutes, keepsJournal: fc.boolean() }),
  fc.record({ what: fc.constant('edge is restarted' as const), edge: fc.nat(3), minutes }),
  fc.record({ what: fc.constant('edge is cut off from the cloud' as const), edge: fc.nat(3), minutes }),
  fc.record({ what: fc.constant('answers to claims are lost' as const), minutes }),
  fc.record({ what: fc.constant('machine goes away' as const), machine: anyMachine, minutes }),
  fc.record({ what: fc.constant('machine restarts' as const), machine: anyMachine }),
  fc.record({ what: fc.constant('machine is wiped' as const), machine: anyMachine }),
  fc.record({
    what: fc.constantFrom('alarms are late' as const, 'reports are late' as const, 'the stream is late' as const),
    minutes,
    byMinutes: fc.constantFrom(1, 4, 12, 45),
  }),
  fc.record({ what: fc.constant('the bell is broken' as const), minutes }),
  fc.record({ what: fc.constant('a person pauses' as const), machine: maybeMachine, minutes }),
  fc.record({ what: fc.constant('a person pauses' as const), machine: maybeMachine, minutes }),
  fc.record({ what: fc.constant('a person asks' as const), verb: fc.constantFrom(...verbs), machine: maybeMachine }),
  fc.record({
    what: fc.constant('a person launches again' as const),
    which: fc.constantFrom('failed' as const, 'unfinished' as const, 'all' as const),
    machine: maybeMachine,
  }),
  fc.record({
    what: fc.constant('a person launches again' as const),
    which: fc.constantFrom('failed' as const, 'unfinished' as const, 'all' as const),
    machine: maybeMachine,
  }),
)
// Most of it while something is going on: minutes after the first opening.
const atMinute = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  // About when a window of 75 minutes closes.
  fc.integer({ min: 50, max: 90 }),
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 3 * 1440 }),
)
const disturbance: fc.Arbitrary<Disturbance> = fc.tuple(atMinute, what).map(([at, one]): Disturbance => ({ atMinute: at, ...one }))

// Days on which a clock changes somewhere, and an ordinary one.
const start = fc.constantFrom(
  '2026-06-01T12:00:00.000Z',
  '2026-03-28T12:00:00.000Z',
  '2026-10-24T20:00:00.000Z',
  '2026-11-01T00:00:00.000Z',
  '2026-04-04T09:00:00.000Z',
)

const minutesToOpening = (intervals: string | null, timeZone: string, start: number, from: number): number => {
  for (let at = from; at < from + 2880; at += 10) if (isInside(intervals, timeZone, start + at * minute)) return at
  return from
}

export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.nat(1_000_000),
    start,
    sites: fc.array(site, { minLength: 1, maxLength: 2 }),
    machines: fc.array(machine, { minLength: 1, maxLength: 4, size: 'max' }),
    orders: fc.oneof(
      { weight: 2, arbitrary: fc.constant([1]) },
      { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 }) },
    ),
    intervals: fc.constantFrom(
      null,
      null,
      '22-6',
      '2-3:15',
      '2-3:15',
      '2-3:15, 13-14:30',
      '0-24',
      '1:30-3:30, 13-15',
      '12-14:00:00,20-23:59:59',
    ),
    startsIn: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 2000 }) }),
    endsIn: fc.option(fc.integer({ min: 30, max: 3 * 1440 }), { nil: null, freq: 2 }),
    attempts: fc.constantFrom(1, 2, 3, 3),
    retryDelayMinutes: fc.constantFrom(1, 10, 60, 300),
    scriptTimeoutMinutes: fc.constantFrom(5, 30, 30, 45),
    wakeOnLan: fc.boolean(),
    atClosing: fc.constantFrom('finish' as const, 'interrupt' as const),
    runScript: fc.constantFrom(true, true, true, false),
    deleteFiles: fc.boolean(),
    inventory: fc.boolean(),
    afterSuccess: fc.constantFrom('nothing' as const, 'nothing' as const, 'reboot' as const),
    disturbances: fc.array(disturbance, { maxLength: 9, size: 'max' }),
    isRough: fc.boolean(),
  })
  .map(({ seed, start: begins, sites, machines, orders, disturbances, isRough, startsIn, endsIn, ...options }): Scenario => {
    const after = (count: number | null): string | null =>
      count === null ? null : new Date(Date.parse(begins) + count * minute).toISOString()
    const startAt = after(startsIn)
    const opensIn = minutesToOpening(options.intervals, sites[0]?.timeZone ?? 'UTC', Date.parse(begins), startsIn ?? 0)
    return {
      seed,
      start: begins,
      sites,
      machines,
      orders,
      options: { ...options, startAt, endAt: endsIn === null ? null : after(opensIn + endsIn) },
      disturbances: disturbances.map((one) => ({ ...one, atMinute: one.atMinute + opensIn })),
      isRough,
    }
  })

/** Generous: every attempt of every step of a bundle may have to wait for the window of another day, twice where a clock skips it. */
const everythingEndsWithin = ({ options, orders, machines }: Scenario): number =>
  (orders.length + 1) * (machines.length + 1) * (options.attempts ?? 3) * (2 * day + (options.retryDelayMinutes ?? 60) * minute)

export type Played = {
  readonly events: number
  readonly executions: number
  readonly claims: number
  readonly phases: number
  readonly scripts: number
}

/** Plays a scenario to its end. Throws `Broken` when a property does not hold. */
export const playHistory = async (scenario: Scenario): Promise<Played> => {
  const world = worldOf(scenario)
  const { timeline, watch, executions } = world
  await world.begin()
  const begins = Date.parse(scenario.start)
  const last = Math.max(
    0,
    ...scenario.disturbances.map((one) => one.atMinute + ('minutes' in one ? one.minutes : 0) + ('byMinutes' in one ? one.byMinutes : 0)),
  )
  const quietAt = begins + (last + 5) * minute
  let events = 0
  const step = Math.max(minute, Math.floor((quietAt - begins) / 12))
  for (let at = begins + 10 * minute; at < quietAt; at += step) {
    events += await timeline.play(at)
    await world.judge()
  }
  events += await timeline.play(quietAt)
  // Nothing disturbs any more: the machines answer, and whoever paused something lets it go on.
  for (const machine of world.around.machines) {
    machine.awayUntil = Math.min(machine.awayUntil, timeline.now() + 2 * minute)
  }
  await personAsks(world.around, 'resume', null)
  for (const at of scenario.machines.keys()) await personAsks(world.around, 'resume', at)
  events += await timeline.play(timeline.now() + everythingEndsWithin(scenario), world.isOver)
  const stuck = executions.all().find(({ state }) => !hasEnded(state))
  if (stuck) watch.demand(false, 'end', stuck.id, `${stuck.state} after all`)
  if (!world.isOver()) throw new Broken('end', `${executions.size()} executions, counted: ${world.cloud.isCounted()}`)
  await world.judge()
  // What comes late or twice after the end changes nothing.
  events += await timeline.play(timeline.now() + 30 * minute)
  await world.judge()
  const { claims, phases, scripts } = watch.counts
  return { events, executions: executions.size(), claims, phases, scripts }
}
