/** What is wrong with an expression, as a sentence. */
import { deepest, type ExpressionFault, type FaultCode } from './expression.ts'

const numbers = (criteria: number): string => (criteria === 1 ? 'there is only criterion 1' : `the criteria are 1 to ${criteria}`)

/** Where and why, in English, to follow the name of the field. */
export const faultSentence = ({ code, column, found, operator, criteria }: ExpressionFault): string => {
  const what = found === '' ? 'the end' : `"${found}"`
  const why: Record<FaultCode, string> = {
    empty: 'is empty; write for example AND(1, 2), or leave it out',
    'unknown-word': `has ${what}, which is no operator; these are AND, OR and NOT`,
    'opening-expected': `must have ( after ${operator}, not ${what}`,
    'operand-expected': `must have the number of a criterion or an operator, not ${what}`,
    'separator-expected': operator === 'NOT' ? `must have ) after what NOT takes, not ${what}` : `must have , or ) there, not ${what}`,
    'too-few': `must have two or more in ${operator}`,
    'too-many': 'must have exactly one in NOT',
    'no-criterion': `names the criterion ${found}; ${numbers(criteria)}`,
    'no-operator': 'must have one operator around all, such as AND(1, 2)',
    'end-expected': `must end before ${what}: one operator encloses all`,
    'too-deep': `is nested more than ${deepest} deep`,
  }
  return `${why[code]} (at column ${column})`
}
