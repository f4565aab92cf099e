import { describe, expect, it } from 'vitest'
import { endStates, events, heldStates, moveFrom, moves, states, statesBefore, waitingStates } from './states.ts'

describe('the table of execution states', () => {
  it('puts every state in exactly one of waiting, held and ended', () => {
    const sorted = [...waitingStates, ...heldStates, ...endStates].sort()
    expect(sorted).toEqual([...states].sort())
  })

  it('never has two answers for one state and event', () => {
    const seen = moves.flatMap((move) => move.from.map((from) => `${from}/${move.event}`))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('leads out of an end state only when a person launches it again', () => {
    for (const state of endStates)
      for (const event of events) expect(moveFrom(state, event)?.to ?? null).toBe(event === 'relaunch' ? 'rescheduled' : null)
  })

  it('reaches every state from scheduled', () => {
    const reached = new Set<string>(['scheduled'])
    for (let grown = true; grown; ) {
      const before = reached.size
      for (const move of moves) if (move.from.some((from) => reached.has(from))) reached.add(move.to)
      grown = reached.size > before
    }
    expect([...reached].sort()).toEqual([...states].sort())
  })

  it('gives every waiting or held state a way to its end, and lets a person stop it', () => {
    for (const state of [...waitingStates, ...heldStates]) expect(moveFrom(state, 'stop')?.to).toBe('stopped')
  })

  it('counts a failed script against the attempts, and a dead edge not', () => {
    expect(moveFrom('execution', 'failure')).toMatchObject({ to: 'rescheduled', consumesAttempt: true })
    expect(moveFrom('execution', 'last-failure')).toMatchObject({ to: 'failed', consumesAttempt: true })
    expect(moveFrom('execution', 'lease-expiry')).toMatchObject({ to: 'ready', consumesAttempt: false })
  })

  it('never walks a phase back', () => {
    expect(moveFrom('execution', 'transfer-begins')).toBeNull()
    expect(moveFrom('deletion', 'execution-begins')).toBeNull()
  })

  it('lets an edge claim only what is ready', () => {
    expect(statesBefore('claim')).toEqual(['ready'])
  })
})
