import { describe, expect, it } from 'vitest'
import type { BundleMember } from './bundle.ts'
import { allAsked, at, exampleExecution, exampleRules, phaseDone } from './example-execution.ts'
import { toDo } from './execution.ts'
import { isChosen, relaunch, relaunchTogether } from './relaunch.ts'
import { endStates, hasEnded, type State, states } from './states.ts'

const noon = at('12:00:00')
const run = exampleRules()

describe('a person launches again', () => {
  it.each([
    ['failed', 'failed', null, true],
    ['failed', 'stopped', 'bundle-failed', true],
    ['failed', 'stopped', 'stopped-by-person', false],
    ['failed', 'unknown', 'outcome-unknown', false],
    ['failed', 'done', null, false],
    ['unfinished', 'stopped', 'stopped-by-person', true],
    ['unfinished', 'unknown', 'outcome-unknown', true],
    ['unfinished', 'done', null, false],
    ['all', 'done', null, true],
    ['all', 'rescheduled', null, false],
  ] as const)('%s: what is %s (%s)', (choice, state, code, chosen) => {
    expect(isChosen({ state, reason: code === null ? null : { code, detail: '', phase: null } }, choice)).toBe(chosen)
  })

  it.each(states.filter((state) => !hasEnded(state)))('nothing that is %s', (state) => {
    expect(relaunch(exampleExecution({ state }), allAsked, run, false, noon)).toBeNull()
  })

  it.each(endStates)('what is %s, with all its attempts and directories never used', (state) => {
    const ended = exampleExecution({ state, used: 3, earlier: 2, attempt: 5, asked: 'stop', lease: 7 })
    expect(relaunch(ended, allAsked, run, false, noon)).toMatchObject({
      to: 'rescheduled',
      set: { used: 0, earlier: 5, asked: null, edgeId: null, nextAt: '2026-06-01T12:00:00.000Z' },
    })
  })

  it('goes on at the phase that failed, and begins anew what was done', () => {
    const phases = { ...exampleExecution().phases, transfer: phaseDone, execution: { ...phaseDone, status: 'failed' as const } }
    expect(relaunch(exampleExecution({ state: 'failed', phases }), allAsked, run, false, noon)?.set.phases).toMatchObject({
      transfer: phaseDone,
      execution: toDo,
    })
    expect(relaunch(exampleExecution({ state: 'done', phases }), allAsked, run, false, noon)?.set.phases).toMatchObject({ transfer: toDo })
  })
})

describe('a person launches a machine with a bundle again', () => {
  const member = (order: number, state: State): BundleMember => ({ ...exampleExecution({ state }), order, label: `package ${order}` })
  const again = (members: BundleMember[], chosen: (member: BundleMember) => boolean) =>
    relaunchTogether(members, chosen, () => allAsked, run, noon).map(({ member: { order }, change }) => [order, change.set.isBlocked])

  it.each([
    [
      'the lower first, the higher behind it',
      [member(2, 'stopped'), member(1, 'failed')],
      [
        [1, false],
        [2, true],
      ],
    ],
    [
      'equal ones side by side',
      [member(1, 'failed'), member(1, 'failed')],
      [
        [1, false],
        [1, false],
      ],
    ],
    ['what succeeded not, while something after it runs', [member(1, 'done'), member(2, 'execution')], []],
    [
      'what succeeded too, once all has ended',
      [member(1, 'done'), member(2, 'failed')],
      [
        [1, false],
        [2, true],
      ],
    ],
    ['what comes behind something that still runs, after it', [member(1, 'transfer'), member(2, 'stopped')], [[2, true]]],
  ])('%s', (_, members, expected) => {
    expect(again(members, () => true)).toEqual(expected)
  })

  it('not what comes behind a failure that is not launched again', () => {
    expect(again([member(1, 'failed'), member(2, 'stopped')], ({ order }) => order === 2)).toEqual([])
  })
})
