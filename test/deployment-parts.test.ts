/** What somebody sees of a deployment is cut along entities: every machine is in one part, every part in one export. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeploymentOptions } from '#shared/contracts/deployments.ts'
import { chunkSize, type DeploymentRecord } from '../functions/adapters/records.ts'
import { chunksOfPart, inParts } from '../functions/use-cases/deployments/parts.ts'
import { seenOf } from '../functions/use-cases/deployments/seen.ts'

type Target = Parameters<typeof inParts>[0][number]
const fleet = fc
  .array(
    fc.record({ entityId: fc.constantFrom('a', 'b', 'c', 'd'), siteId: fc.constantFrom('s1', 's2', 's3'), count: fc.nat({ max: 1200 }) }),
    {
      maxLength: 6,
    },
  )
  .map((runs) =>
    runs.flatMap(({ entityId, siteId, count }, run) =>
      Array.from({ length: count }, (_, at): Target => ({ id: `m-${run}-${at}`, name: 'm', siteId, entityId })),
    ),
  )

const recordOf = (targets: readonly Target[]): DeploymentRecord => {
  const { parts, chunks } = inParts(targets)
  return {
    id: 'd',
    name: 'd',
    packages: [],
    options: DeploymentOptions.parse({}),
    halt: 'nothing',
    siteIds: [...new Set(targets.map(({ siteId }) => siteId))],
    entityIds: [...new Set(targets.map(({ entityId }) => entityId))],
    parts,
    group: null,
    machines: targets.length,
    total: targets.length,
    chunks: chunks.length,
    control: 'run',
    relaunch: null,
    stateSeen: 'running',
    armedAt: null,
    scheduled: false,
    createdBy: 'anne',
    createdAt: '2026-11-28T12:00:00.000Z',
  }
}

describe('parts of a deployment', () => {
  it('hold every machine once, those of one entity together and in their order, at most 1,000 each', () => {
    fc.assert(
      fc.property(fleet, (targets) => {
        const { parts, chunks } = inParts(targets)
        const placed = chunks.flat()
        const ofEntity = (list: readonly Target[], entityId: string) => list.filter((one) => one.entityId === entityId).map(({ id }) => id)
        for (const entityId of ['a', 'b', 'c', 'd']) expect(ofEntity(placed, entityId)).toEqual(ofEntity(targets, entityId))
        expect(placed).toHaveLength(targets.length)
        for (const [at, chunk] of chunks.entries()) {
          expect(chunk.length).toBeGreaterThan(0)
          expect(chunk.length).toBeLessThanOrEqual(chunkSize)
          expect(new Set(chunk.map(({ entityId }) => entityId))).toEqual(new Set([parts[at]?.entityId]))
          expect(parts[at]).toMatchObject({ machines: chunk.length, siteIds: [...new Set(chunk.map(({ siteId }) => siteId))] })
        }
      }),
      { numRuns: 50 },
    )
  })

  it('are seen where their entity is within the perimeter, and only those', () => {
    fc.assert(
      fc.property(fleet, fc.subarray(['a', 'b', 'c', 'd']), (targets, mine) => {
        const record = recordOf(targets)
        const seen = seenOf({ perimeter: new Set(mine) }, record)
        const within = targets.filter(({ entityId }) => mine.includes(entityId))
        if (within.length === 0 && targets.length > 0) {
          expect(seen).toBeNull()
          return
        }
        expect(seen?.machines).toBe(within.length)
        expect(seen?.isWhole).toBe(within.length === targets.length)
        expect(new Set(seen?.siteIds)).toEqual(new Set(within.map(({ siteId }) => siteId)))
        for (const { entityId } of targets) expect(seen?.shows({ entityId }) || false).toBe(seen?.isWhole || mine.includes(entityId))
      }),
      { numRuns: 100 },
    )
  })

  it('are exported each in one part, and nothing comes after the last', () => {
    fc.assert(
      fc.property(fleet, fc.integer({ min: 1, max: 3000 }), (targets, room) => {
        const record = recordOf(targets)
        const all = Array.from({ length: record.chunks }, (_, chunk) => chunk)
        const exported = Array.from({ length: record.chunks + 1 }, (_, part) => chunksOfPart(record, all, room, part))
        expect(exported.flat()).toEqual(all)
        for (const chunks of exported)
          if (chunks.length > 1)
            expect(chunks.reduce((sum, chunk) => sum + (record.parts[chunk]?.machines ?? 0), 0)).toBeLessThanOrEqual(room)
        const empty = exported.findIndex((chunks) => chunks.length === 0)
        expect(exported.slice(empty).flat()).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('of earlier versions are not known: such a deployment is seen whole or not at all', () => {
    const targets = [
      { id: 'm-1', name: 'm', siteId: 's', entityId: 'a' },
      { id: 'm-2', name: 'm', siteId: 's', entityId: 'b' },
    ]
    const old = { ...recordOf(targets), parts: [], chunks: 1 }
    expect(seenOf({ perimeter: new Set(['a']) }, old)).toBeNull()
    expect(seenOf({ perimeter: new Set(['a', 'b']) }, old)).toMatchObject({ isWhole: true, chunks: [0], machines: 2 })
    expect(seenOf({ perimeter: 'everything' }, old)).toMatchObject({ isWhole: true })
  })

  it('are at most 3,000: machines of more entities are refused', () => {
    const targets = Array.from({ length: 3001 }, (_, at) => ({ id: `m-${at}`, name: 'm', siteId: 's', entityId: `e-${at}` }))
    expect(() => inParts(targets)).toThrow('The machines are in 3001 entities: a deployment can have 3000 at most.')
    expect(inParts(targets.slice(1)).parts).toHaveLength(3000)
  })
})
