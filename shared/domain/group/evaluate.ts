/** What an expression makes of the sets of its criteria. */
import { and, andNot, type Bitmap, emptyBitmap, or } from './bitmap/bitmap.ts'
import type { Expression } from './expression.ts'

/** `setOf`: the machines of a criterion by its number. `everything`: what NOT is against. */
export const evaluate = (expression: Expression, setOf: (number: number) => Bitmap, everything: Bitmap): Bitmap => {
  switch (expression.kind) {
    case 'criterion':
      return setOf(expression.number)
    case 'not':
      return andNot(everything, evaluate(expression.operand, setOf, everything))
    default: {
      const join = expression.kind === 'and' ? and : or
      const [first = emptyBitmap, ...others] = expression.operands.map((operand) => evaluate(operand, setOf, everything))
      return others.reduce((left, right) => join(left, right), first)
    }
  }
}

export const hasNot = (expression: Expression): boolean => {
  switch (expression.kind) {
    case 'criterion':
      return false
    case 'not':
      return true
    default:
      return expression.operands.some(hasNot)
  }
}
