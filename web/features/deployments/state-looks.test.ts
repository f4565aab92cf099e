import { describe, expect, it } from 'vitest'
import { isHeld, isWaiting, states } from '#shared/domain/deployment/states.ts'
import { endedIn, figuresOf, stateLooks } from './state-looks.ts'

describe('F3 phase colours', () => {
  it.each(states.filter(isHeld))('%s is orange: it runs', (state) => expect(stateLooks[state].tone).toBe('orange'))
  it('done is green, failed and unknown are red', () => {
    expect([stateLooks.done.tone, stateLooks.failed.tone, stateLooks.unknown.tone]).toEqual(['green', 'red', 'red'])
  })
})

describe('the figures of a deployment', () => {
  it('count every state once', () => {
    const counts = Object.fromEntries(states.map((state, place) => [state, 10 ** Math.min(place, 5)]))
    const figures = figuresOf(counts)
    const sum = Object.values(counts).reduce((a, b) => a + b, 0)
    expect(figures.done + figures.failed + figures.running + figures.waiting + figures.stopped).toBe(sum)
    expect(figures.waiting).toBe(states.filter(isWaiting).reduce((total, state) => total + (counts[state] ?? 0), 0))
    expect(endedIn(counts)).toBe(figures.done + figures.failed + figures.stopped)
  })
})
