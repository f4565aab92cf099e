import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, faultOfMove, isWithin, pathOf, perimeterOf, rootEntity, subtreeOf } from './entities.ts'

const tree = [
  { id: 'paris', parentId: rootEntity },
  { id: 'lab', parentId: 'paris' },
  { id: 'office', parentId: 'paris' },
  { id: 'lyon', parentId: rootEntity },
]

describe('A4 perimeters', () => {
  it('hold the entities that were given and all under them', () => {
    const perimeter = perimeterOf(tree, ['paris'])
    expect(['paris', 'lab', 'office'].every((id) => isWithin(perimeter, id))).toBe(true)
    expect(['lyon', rootEntity, 'gone'].some((id) => isWithin(perimeter, id))).toBe(false)
  })

  it('of the root hold everything, and of nothing hold nothing', () => {
    expect(perimeterOf(tree, ['lyon', rootEntity])).toBe('everything')
    expect(isWithin(perimeterOf(tree, []), rootEntity)).toBe(false)
    expect(isWithin(perimeterOf(tree, ['gone']), 'gone')).toBe(false)
  })

  it('cover one another only when nothing sticks out', () => {
    const [paris, lab] = [perimeterOf(tree, ['paris']), perimeterOf(tree, ['lab'])]
    expect([covers(paris, lab), covers(lab, paris), covers('everything', paris), covers(paris, 'everything')]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})

describe('entities', () => {
  it('have a path from the root, unless the tree is broken', () => {
    expect(pathOf(tree, 'lab')).toEqual([rootEntity, 'paris', 'lab'])
    expect(pathOf(tree, rootEntity)).toEqual([rootEntity])
    expect(pathOf(tree, 'gone')).toBeNull()
    expect(
      pathOf(
        [
          { id: 'a', parentId: 'b' },
          { id: 'b', parentId: 'a' },
        ],
        'a',
      ),
    ).toBeNull()
  })

  it('never move under themselves, nor does the root move', () => {
    expect(faultOfMove(tree, 'paris', 'lab')).toBe('circle')
    expect(faultOfMove(tree, 'paris', 'paris')).toBe('circle')
    expect(faultOfMove(tree, rootEntity, 'lyon')).toBe('root')
    expect(faultOfMove(tree, 'lab', 'gone')).toBe('no-parent')
    expect(faultOfMove(tree, 'lab', 'lyon')).toBeNull()
  })

  it('are followed to an end in any graph, circles included', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', rootEntity)
    fc.assert(
      fc.property(fc.array(fc.record({ id: ids, parentId: fc.option(ids) }), { maxLength: 12 }), ids, (any, id) => {
        expect(subtreeOf(any, id).has(id)).toBe(true)
        const path = pathOf(any, id)
        expect(path === null || new Set(path).size === path.length).toBe(true)
      }),
    )
  })
})
