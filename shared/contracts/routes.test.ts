import { describe, expect, it } from 'vitest'
import { profiles, rights } from '../domain/rights.ts'
import type { perimeters } from './perimeters.ts'
import { route as declare, type Route, routeKey } from './route.ts'
import { routes } from './routes.ts'

const all: [string, Route][] = Object.entries(routes)

describe('the registry of routes', () => {
  it('names each method and path once', () => {
    const keys = all.map(([, route]) => routeKey(route))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('declares the parameters that each path has, and no others', () => {
    for (const [id, route] of all) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(Object.keys(route.params?.shape ?? {}), id).toEqual(inPath)
    }
  })

  it('lets nobody in without a token but where a reason is given (R2, R15)', () => {
    const open = all.filter(([, route]) => route.access.kind === 'public').map(([id]) => id)
    expect(open).toEqual(['getHealth', 'getOpenApi', 'enrolEdge'])
  })

  it('does not compile where a route says neither who may call it nor what the perimeter does to it', () => {
    // @ts-expect-error nobody said who may call it
    const open = declare({ method: 'GET', path: '/open', tag: 'Service', summary: 'Open', status: 204 })
    // @ts-expect-error there is no such right
    const wrong = declare({ ...open, access: { kind: 'right', right: 'machine:everything' } })
    // @ts-expect-error one of the operations has no perimeter
    const some: typeof perimeters = { getHealth: 'none' }
    // Never called: that this file compiles is the proof.
    expect([open, wrong, some]).toHaveLength(3)
  })

  // Of features that have no route yet; whoever adds the route takes its right from here.
  const awaited: readonly string[] = [
    'status:read',
    'machine:diagnostic',
    'machine:screen',
    'inventory:import',
    'action:run',
    'action:manage',
  ]

  it('uses every right, so that none is a promise without a door', () => {
    const used = new Set(all.flatMap(([, route]) => (route.access.kind === 'right' ? [route.access.right] : [])))
    expect([...used, ...awaited].sort()).toEqual([...rights].sort())
  })

  it('gives the reader no route that changes anything', () => {
    const reader: readonly string[] = profiles.reader
    // What it asks does not fit into an address.
    const looksOnly = ['checkGroup']
    for (const [id, route] of all)
      if (route.access.kind === 'right' && reader.includes(route.access.right))
        expect(route.method === 'GET' || looksOnly.includes(id), id).toBe(true)
  })
})
