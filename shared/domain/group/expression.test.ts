import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allOf, type Expression, numbersIn, parseExpression, printExpression, unusedIn } from './expression.ts'
import { faultSentence } from './expression-fault.ts'

const criteria = 6
const expressions: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.integer({ min: 1, max: criteria }).map((number): Expression => ({ kind: 'criterion', number })),
    tie('tree').map((operand): Expression => ({ kind: 'not', operand })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('tree'), { minLength: 2, maxLength: 4 }))
      .map(([kind, operands]): Expression => ({ kind, operands })),
  ),
})).tree
/** With an operator around it, as there are several criteria. */
const enclosed = expressions.filter(({ kind }) => kind !== 'criterion')

describe('C6 expressions over criteria', () => {
  it.each([
    ['AND(1, OR(2, 3))', 'AND(1, OR(2, 3))'],
    ['OR(4, AND(2, 1), 3)', 'OR(4, AND(2, 1), 3)'],
    ['AND(NOT(1),2)', 'AND(NOT(1), 2)'],
    ['  and ( 1 ,or(2,03) )  ', 'AND(1, OR(2, 3))'],
    ['Not(4)', 'NOT(4)'],
    ['AND(1, 1)', 'AND(1, 1)'],
  ])('reads %j as the manual writes it', (text, printed) => {
    const parsed = parseExpression(text, 4)
    expect(parsed.valid && printExpression(parsed.expression)).toBe(printed)
  })

  it('needs no operator around an only criterion', () => {
    expect(parseExpression(' 1 ', 1)).toEqual({ valid: true, expression: { kind: 'criterion', number: 1 } })
    expect(printExpression(allOf(1))).toBe('1')
    expect(printExpression(allOf(3))).toBe('AND(1, 2, 3)')
  })

  it.each<[string, string, number, string, RegExp]>([
    ['', 'empty', 1, '', /is empty; write for example AND\(1, 2\)/],
    ['   ', 'empty', 1, '', /is empty/],
    ['AND(1, XOR(2, 3))', 'unknown-word', 8, 'XOR', /has "XOR", which is no operator; these are AND, OR and NOT \(at column 8\)/],
    ['AND 1, 2', 'opening-expected', 5, '1', /must have \( after AND, not "1" \(at column 5\)/],
    ['AND', 'opening-expected', 4, '', /after AND, not the end/],
    ['AND(1,, 2)', 'operand-expected', 7, ',', /must have the number of a criterion or an operator, not ","/],
    ['AND(1,', 'operand-expected', 7, '', /not the end/],
    ['AND()', 'operand-expected', 5, ')', /not "\)"/],
    ['AND(-1, 2)', 'operand-expected', 5, '-', /not "-"/],
    ['AND(1 2)', 'separator-expected', 7, '2', /must have , or \) there, not "2" \(at column 7\)/],
    ['AND(1, 2', 'separator-expected', 9, '', /not the end/],
    ['NOT(1 2)', 'separator-expected', 7, '2', /must have \) after what NOT takes/],
    ['AND(1)', 'too-few', 6, ')', /must have two or more in AND/],
    ['OR(AND(1, 2))', 'too-few', 13, ')', /two or more in OR/],
    ['NOT(1, 2)', 'too-many', 6, ',', /must have exactly one in NOT/],
    ['AND(1, 9)', 'no-criterion', 8, '9', /names the criterion 9; the criteria are 1 to 4 \(at column 8\)/],
    ['AND(0, 1)', 'no-criterion', 5, '0', /names the criterion 0/],
    [`AND(${'9'.repeat(400)}, 1)`, 'no-criterion', 5, '9'.repeat(40), /names the criterion 9/],
    ['1', 'no-operator', 1, '1', /must have one operator around all/],
    ['1, 2', 'no-operator', 1, '1', /one operator around all/],
    ['AND(1, 2), 3', 'end-expected', 10, ',', /must end before ","/],
    ['AND(1, 2) OR(3, 4)', 'end-expected', 11, 'OR', /must end before "OR"/],
    ['AND(1, 2))', 'end-expected', 10, ')', /must end before "\)"/],
    [`${'NOT('.repeat(60)}1${')'.repeat(60)}`, 'too-deep', 201, 'NOT', /nested more than 50 deep/],
  ])('refuses %j, and says where and why', (text, code, column, found, says) => {
    const parsed = parseExpression(text, 4)
    if (parsed.valid) throw new Error('was read')
    expect(parsed.fault).toMatchObject({ code, column, found })
    expect(faultSentence(parsed.fault)).toMatch(says)
  })

  it('reads back what it prints, however blanks and letters are changed', () => {
    fc.assert(
      fc.property(enclosed, fc.boolean(), (expression, isSmall) => {
        const printed = printExpression(expression)
        expect(parseExpression(printed, criteria)).toEqual({ valid: true, expression })
        const other = (isSmall ? printed.toLowerCase() : printed).replace(/[(),]/g, (sign) => ` ${sign}\n`)
        expect(parseExpression(other, criteria)).toEqual({ valid: true, expression })
      }),
    )
  })

  it('says of any other text where it went wrong, and never throws', () => {
    const pieces = fc.constantFrom('AND', 'or', 'NOT', '(', ')', ',', ' ', '1', '7', '0', 'é', '💣', '\t', '-', '１')
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(pieces, { maxLength: 30 }).map((some) => some.join('')),
    )
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 50 }), (text, count) => {
        const parsed = parseExpression(text, count)
        if (parsed.valid) {
          for (const number of numbersIn(parsed.expression)) expect(number >= 1 && number <= count).toBe(true)
        } else {
          expect(parsed.fault.column).toBeGreaterThanOrEqual(1)
          expect(parsed.fault.column).toBeLessThanOrEqual(text.length + 1)
          expect(faultSentence(parsed.fault)).toContain(`column ${parsed.fault.column}`)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('knows the criteria that change nothing', () => {
    const parsed = parseExpression('AND(4, NOT(2))', 4)
    expect(parsed.valid && unusedIn(parsed.expression, 4)).toEqual([1, 3])
    expect(unusedIn(allOf(3), 3)).toEqual([])
  })
})
