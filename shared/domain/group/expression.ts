/**
 * Boolean expressions over the numbered criteria of a dynamic group, in prefix notation: `AND(1, OR(2, 3))`.
 *
 * AND and OR take two or more, NOT exactly one. One operator encloses all, but where there is only one criterion its bare
 * number will do. Letters in any case, blanks anywhere between the parts; a criterion may be named more than once.
 */

/** `criterion`: its number, from 1. */
export type Expression =
  | { readonly kind: 'criterion'; readonly number: number }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }

/** What is wrong: `too-few`: operands of AND or OR; `too-many`: of NOT; `no-operator`: several criteria and nothing around them. */
export type FaultCode =
  | 'empty'
  | 'unknown-word'
  | 'opening-expected'
  | 'operand-expected'
  | 'separator-expected'
  | 'too-few'
  | 'too-many'
  | 'no-criterion'
  | 'no-operator'
  | 'end-expected'
  | 'too-deep'

/** `column`: in UTF-16 units from 1. `found`: what stands there, empty at the end of the text. `criteria`: how many there are. */
export type ExpressionFault = {
  readonly code: FaultCode
  readonly column: number
  readonly found: string
  /** The operator that is concerned; empty where none is. */
  readonly operator: string
  readonly criteria: number
}

export type ParsedExpression =
  | { readonly valid: true; readonly expression: Expression }
  | { readonly valid: false; readonly fault: ExpressionFault }

/** Nobody writes so many in earnest, and each level is a call. */
export const deepest = 50

type Token = { readonly kind: 'word' | 'number' | '(' | ')' | ',' | 'other' | 'end'; readonly text: string; readonly column: number }

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = []
  for (const match of text.matchAll(/\s+|(\d+)|(\p{L}[\p{L}\p{N}_]*)|([(),])|([^\s(),\p{L}\d]+)/gu)) {
    const [whole, number, word, sign] = match
    if (/^\s/u.test(whole)) continue
    const kind =
      number !== undefined ? 'number' : word !== undefined ? 'word' : sign === '(' || sign === ')' || sign === ',' ? sign : 'other'
    tokens.push({ kind, text: whole, column: match.index + 1 })
  }
  return [...tokens, { kind: 'end', text: '', column: text.trimEnd().length + 1 }]
}

class Fault extends Error {
  readonly code: FaultCode
  readonly token: Token
  readonly operator: string

  constructor(code: FaultCode, token: Token, operator = '') {
    super(code)
    this.code = code
    this.token = token
    this.operator = operator
  }
}

/** `criteria`: how many there are, at least one. */
export const parseExpression = (text: string, criteria: number): ParsedExpression => {
  try {
    return { valid: true, expression: new Reader(tokensOf(text), criteria).whole() }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { code, token, operator } = error
    return { valid: false, fault: { code, column: token.column, found: token.text.slice(0, 40), operator, criteria } }
  }
}

const endOfText: Token = { kind: 'end', text: '', column: 1 }

class Reader {
  private at = 0
  private readonly tokens: readonly Token[]
  private readonly criteria: number

  constructor(tokens: readonly Token[], criteria: number) {
    this.tokens = tokens
    this.criteria = criteria
  }

  private get next(): Token {
    return this.tokens[this.at] ?? endOfText
  }

  private take(): Token {
    const token = this.next
    this.at += 1
    return token
  }

  whole(): Expression {
    const first = this.next
    if (first.kind === 'end') throw new Fault('empty', first)
    const expression = this.operand(0, '')
    if (expression.kind === 'criterion' && this.criteria > 1) throw new Fault('no-operator', first)
    if (this.next.kind !== 'end') throw new Fault('end-expected', this.next)
    return expression
  }

  private operand(depth: number, around: string): Expression {
    const token = this.take()
    if (token.kind === 'number') return this.criterion(token)
    if (token.kind !== 'word') throw new Fault('operand-expected', token, around)
    const operator = token.text.toUpperCase()
    if (operator !== 'AND' && operator !== 'OR' && operator !== 'NOT') throw new Fault('unknown-word', token)
    if (depth >= deepest) throw new Fault('too-deep', token)
    if (this.next.kind !== '(') throw new Fault('opening-expected', this.next, operator)
    this.take()
    return operator === 'NOT' ? this.negation(depth) : this.operation(depth, operator)
  }

  private criterion(token: Token): Expression {
    const number = Number(token.text)
    if (number < 1 || number > this.criteria) throw new Fault('no-criterion', token)
    return { kind: 'criterion', number }
  }

  private negation(depth: number): Expression {
    const operand = this.operand(depth + 1, 'NOT')
    if (this.next.kind === ',') throw new Fault('too-many', this.next, 'NOT')
    if (this.next.kind !== ')') throw new Fault('separator-expected', this.next, 'NOT')
    this.take()
    return { kind: 'not', operand }
  }

  private operation(depth: number, operator: 'AND' | 'OR'): Expression {
    const operands = [this.operand(depth + 1, operator)]
    for (;;) {
      const token = this.next
      if (token.kind === ')' && operands.length < 2) throw new Fault('too-few', token, operator)
      if (token.kind !== ')' && token.kind !== ',') throw new Fault('separator-expected', token, operator)
      this.take()
      if (token.kind === ')') return { kind: operator === 'AND' ? 'and' : 'or', operands }
      operands.push(this.operand(depth + 1, operator))
    }
  }
}

/** As the manual of Pulse 2 writes it: `AND(1, OR(2, 3))`. */
export const printExpression = (expression: Expression): string => {
  switch (expression.kind) {
    case 'criterion':
      return String(expression.number)
    case 'not':
      return `NOT(${printExpression(expression.operand)})`
    default:
      return `${expression.kind.toUpperCase()}(${expression.operands.map(printExpression).join(', ')})`
  }
}

/** What holds where nobody wrote an expression: all criteria. */
export const allOf = (criteria: number): Expression => {
  const operands = Array.from({ length: criteria }, (_, at): Expression => ({ kind: 'criterion', number: at + 1 }))
  const [only] = operands
  return operands.length === 1 && only ? only : { kind: 'and', operands }
}

/** The numbers that an expression names, as often as it does. */
export const numbersIn = (expression: Expression): readonly number[] => {
  switch (expression.kind) {
    case 'criterion':
      return [expression.number]
    case 'not':
      return numbersIn(expression.operand)
    default:
      return expression.operands.flatMap(numbersIn)
  }
}

/** Criteria that an expression does not name: they change nothing, which whoever wrote them may not know. */
export const unusedIn = (expression: Expression, criteria: number): number[] => {
  const named = new Set(numbersIn(expression))
  return Array.from({ length: criteria }, (_, at) => at + 1).filter((number) => !named.has(number))
}
