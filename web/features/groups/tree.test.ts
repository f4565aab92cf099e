import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Expression, parseExpression, printExpression } from '#shared/domain/group/expression.ts'
import { allOf, branch, changedAt, leaf, textOf, treeOf, treeOfText, unusedInText, withCriterion, without } from './tree.ts'

const most = 6
const expressions = fc.letrec<{ one: Expression; many: Expression; any: Expression }>((tie) => ({
  one: fc.record({ kind: fc.constant('criterion' as const), number: fc.integer({ min: 1, max: most }) }),
  many: fc.oneof(
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('any') }),
  ),
  any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('one'), tie('many')),
})).many

/** Which machines an expression takes, of those that meet the criteria whose bits are set. */
const holds = (expression: Expression, met: number): boolean => {
  switch (expression.kind) {
    case 'criterion':
      return (met & (1 << (expression.number - 1))) !== 0
    case 'not':
      return !holds(expression.operand, met)
    default: {
      const parts = expression.operands.map((one) => holds(one, met))
      return expression.kind === 'and' ? parts.every(Boolean) : parts.some(Boolean)
    }
  }
}
const read = (text: string): Expression => {
  const parsed = parseExpression(text, most)
  if (!parsed.valid) throw new Error(`${text}: ${parsed.fault.code}`)
  return parsed.expression
}

describe('C6 the tree of the visual builder', () => {
  it('says what the expression says, for every set of criteria that a machine meets', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const tree = treeOfText(printExpression(expression), most)
        if (tree === null) throw new Error('no tree')
        const written = textOf(tree)
        // NOT(NOT(1)) is written as 1, which has no operator around it.
        const back = /^\d+$/.test(written) ? ({ kind: 'criterion', number: Number(written) } as const) : read(written)
        for (let met = 0; met < 1 << most; met += 1) expect(holds(back, met)).toBe(holds(expression, met))
      }),
    )
  })

  it('is written as the manual writes it, and left alone by being read', () => {
    for (const text of ['AND(1, OR(2, 3))', 'OR(4, AND(2, 1), 3)', 'AND(NOT(1), 2)', 'NOT(OR(1, 2))']) {
      expect(textOf(treeOf(read(text)))).toBe(text)
    }
    expect(textOf(treeOf(read(' and( not(1),2 ) ')))).toBe('AND(NOT(1), 2)')
  })

  it('holds all criteria where nothing is written, and nothing where what is written is wrong', () => {
    expect(textOf(treeOfText('  ', 3) ?? leaf(1))).toBe('AND(1, 2, 3)')
    expect(treeOfText('AND(1', 3)).toBeNull()
    expect(treeOfText('AND(1, 4)', 3)).toBeNull()
  })

  it('may be unfinished: an empty branch says nothing, and one with a single part that part', () => {
    expect(textOf(branch('AND', [leaf(1), leaf(2), branch('OR', [])]))).toBe('AND(1, 2)')
    expect(textOf(branch('AND', [leaf(1), { ...branch('OR', [leaf(2)]), not: true }]))).toBe('AND(1, NOT(2))')
    expect(textOf(branch('AND', []))).toBe('')
  })

  it('is changed at a place, and loses branches that become empty', () => {
    const tree = branch('AND', [leaf(1), branch('OR', [leaf(2)])])
    expect(textOf(changedAt(tree, [1], (node) => (node.kind === 'branch' ? { ...node, of: [...node.of, leaf(3)] } : node)))).toBe(
      'AND(1, OR(2, 3))',
    )
    expect(changedAt(tree, [1, 0], () => null)).toEqual(branch('AND', [leaf(1)]))
    expect(textOf(changedAt(tree, [0], (node) => ({ ...node, not: true })))).toBe('AND(NOT(1), 2)')
  })

  it('follows when a criterion goes or comes', () => {
    const tree = treeOfText('OR(4, AND(2, 1), 3)', 4) ?? allOf(0)
    expect(textOf(without(tree, 2))).toBe('OR(3, 1, 2)')
    expect(textOf(without(allOf(1), 1))).toBe('')
    expect(textOf(withCriterion(tree, 5))).toBe('OR(4, AND(2, 1), 3, 5)')
    expect(textOf(withCriterion({ ...tree, not: true }, 5))).toBe('AND(NOT(OR(4, AND(2, 1), 3)), 5)')
  })

  it('tells criteria that an expression leaves out', () => {
    expect(unusedInText('AND(1, 3)', 4)).toEqual([2, 4])
    expect(unusedInText('', 4)).toEqual([])
    expect(unusedInText('AND(1', 4)).toEqual([])
  })
})
