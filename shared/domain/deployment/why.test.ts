import { describe, expect, it } from 'vitest'
import { at, exampleExecution, exampleRules, heldExecution } from './example-execution.ts'
import type { ExecutionFacts } from './execution.ts'
import type { Rules } from './rules.ts'
import { states } from './states.ts'
import { type SiteFacts, whyNotDone, whySentence } from './why.ts'

const noon = at('12:00:00')
const edge = { id: 'edge-1', name: 'paris-1', seenAt: '2026-06-01T11:59:40.000Z', slotsUsed: 3, slotsTotal: 100 }
const site = (...edges: SiteFacts['edges']): SiteFacts => ({ name: 'Paris', edges })
const ask = (facts: Partial<ExecutionFacts>, rules: Rules, edges: SiteFacts, waitsFor: string[] = []) =>
  whyNotDone({ ...exampleExecution(facts), edgeName: facts.edgeId ?? null }, { rules, site: edges, waitsFor, now: noon })
const refused = { code: 'connection-refused', detail: '10.0.0.7:22', phase: null } as const
const tonight = exampleRules({ intervals: '22-6' })
const run = exampleRules()
const opening = '2026-06-01T22:00:00.000Z'

describe('why it is not done', () => {
  it.each([
    ['window', { nextAt: opening }, tonight, site(edge), /Outside its window, which opens 2026-06-01 at 22:00:00 UTC/],
    ['starts', { nextAt: opening }, exampleRules({ startAt: at('22:00:00') }), site(edge), /Starts 2026-06-01 at 22:00:00/],
    ['bundle', { isBlocked: true, nextAt: null }, run, site(edge), /Waits for Firefox 128 in the same bundle/],
    ['no-edge', { state: 'ready' }, run, site(), /Paris has no edge launcher/],
    ['edges-silent', { state: 'ready' }, run, site({ ...edge, seenAt: '2026-06-01T11:56:00.000Z' }), /paris-1 has not been seen since/],
    ['edges-silent', { state: 'ready' }, run, site({ ...edge, seenAt: null }), /has not been seen yet/],
    ['edges-full', { state: 'ready' }, run, site({ ...edge, slotsUsed: 100 }), /all 100 places/],
    ['waits-for-edge', { state: 'ready' }, run, site(edge), /at its next request/],
    ['window', { state: 'ready' }, tonight, site(edge), /opens 2026-06-01 at 22:00:00/],
    [
      'too-late',
      { nextAt: '2026-06-01T18:00:00.000Z' },
      exampleRules({ intervals: '22-6', endAt: at('18:00:00') }),
      site(edge),
      /before the end date, 2026-06-01 at 18:00:00/,
    ],
    [
      'next-attempt',
      { state: 'rescheduled', used: 2, attempt: 2, reason: refused, nextAt: '2026-06-01T14:05:00.000Z' },
      run,
      site(edge),
      /Attempt 2 of 3 did not succeed: .*\(10.0.0.7:22\)\. Next attempt 2026-06-01 at 14:05:00/,
    ],
    ['paused', { state: 'paused' }, exampleRules({ control: 'pause' }), site(edge), /Paused by a person/],
    ['paused', { state: 'ready' }, exampleRules({ control: 'pause' }), site(edge), /Paused by a person/],
    ['stopping', { state: 'ready' }, exampleRules({ control: 'stop' }), site(edge), /Stops/],
    ['failed', { state: 'failed', used: 3, attempt: 3, reason: refused }, run, site(edge), /Attempt 3 of 3 was the last/],
    ['failed', { state: 'failed', reason: { code: 'out-of-time', detail: '', phase: null } }, run, site(edge), /the end date passed/],
    [
      'stopped',
      { state: 'stopped', reason: { code: 'bundle-failed', detail: 'Firefox 128', phase: null } },
      run,
      site(edge),
      /\(Firefox 128\)/,
    ],
    [
      'stopped',
      { state: 'stopped', reason: { code: 'stopped-by-person', detail: '', phase: null } },
      run,
      site(edge),
      /Stopped by a person/,
    ],
    ['unknown', { state: 'unknown' }, run, site(edge), /unknown/],
  ] as const)('%s: %j', (code, facts, rules, edges, sentence) => {
    const why = ask(facts, rules, edges, ['Firefox 128'])
    expect(why?.code).toBe(code)
    expect(why && whySentence(why)).toMatch(sentence)
  })

  it.each([
    ['connecting', { state: 'claimed' }, run, /paris-1 is connecting/],
    ['running', {}, run, /Attempt 1 of 3: execution in progress/],
    ['pausing', {}, exampleRules({ control: 'pause' }), /end of the phase \(execution\)/],
    ['stopping', { asked: 'stop' }, run, /Stops at the end of the phase \(execution\)/],
  ] as const)('%s, while an edge works on it', (code, facts, rules, sentence) => {
    const why = ask({ ...heldExecution(facts), edgeId: 'paris-1' }, rules, site(edge))
    expect(why?.code).toBe(code)
    expect(why && whySentence(why)).toMatch(sentence)
  })

  it.each(states)('has an answer for what is %s', (state) => {
    for (const rules of [run, tonight, exampleRules({ control: 'pause' }), exampleRules({ control: 'interrupt' })])
      for (const isBlocked of [false, true]) {
        const why = ask({ state, isBlocked, nextAt: null }, rules, site(edge), ['Firefox 128'])
        if (state === 'done') expect(why).toBeNull()
        else expect(why && whySentence(why)).toMatch(/^[A-Z].*\.$/)
      }
  })
})
