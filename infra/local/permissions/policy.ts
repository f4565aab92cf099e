/** IAM's decision for one call: an explicit Deny wins, then an Allow is needed. Pure. */
import type { Statement } from '../template/roles.ts'

/** What a call needs: one action on one resource; `context` holds the condition keys that local mode knows. */
export type Need = { readonly action: string; readonly resource: string; readonly context?: Readonly<Record<string, string>> }
export type Verdict = { readonly allowed: boolean; readonly because: 'explicit deny' | 'no identity-based policy allows it' | 'allowed' }

/** Every call is judged by the same few patterns. */
const compiled = new Map<string, RegExp>()
const expressionOf = (pattern: string, flags: string): RegExp => {
  const key = `${flags}${pattern}`
  const known = compiled.get(key)
  if (known) return known
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]')
  const expression = new RegExp(`^${source}$`, flags)
  compiled.set(key, expression)
  return expression
}

/** IAM's wildcards: `*` any run of characters, `?` one. */
export const matches = (pattern: string, value: string, options: { ignoreCase?: boolean } = {}): boolean =>
  expressionOf(pattern, options.ignoreCase ? 'i' : '').test(value)

const anyMatches = (patterns: readonly string[], value: string, ignoreCase: boolean): boolean =>
  patterns.some((pattern) => matches(pattern, value, { ignoreCase }))

type Operator = (wanted: readonly string[], actual: string) => boolean
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted, actual) => wanted.includes(actual),
  StringNotEquals: (wanted, actual) => !wanted.includes(actual),
  StringLike: (wanted, actual) => anyMatches(wanted, actual, false),
  StringNotLike: (wanted, actual) => !anyMatches(wanted, actual, false),
  ArnEquals: (wanted, actual) => anyMatches(wanted, actual, false),
  ArnLike: (wanted, actual) => anyMatches(wanted, actual, false),
  Bool: (wanted, actual) => wanted.includes(actual),
}
const negative = new Set(['StringNotEquals', 'StringNotLike'])

/** Throws for an operator that is not in the table: a condition must not be passed over in silence. */
const conditionsHold = (conditions: NonNullable<Statement['Condition']>, context: Readonly<Record<string, string>>): boolean =>
  Object.entries(conditions).every(([name, keys]) => {
    const operator = operators[name]
    if (!operator) throw new Error(`the policy condition ${name} is not supported locally`)
    return Object.entries(keys).every(([key, wanted]) => {
      const actual = context[key.toLowerCase()]
      if (actual === undefined) return negative.has(name)
      return operator(typeof wanted === 'string' ? [wanted] : wanted, actual)
    })
  })

/** Whether a statement speaks of this call at all. */
export const applies = (statement: Statement, { action, resource, context = {} }: Need): boolean => {
  const { Action, NotAction, Resource, NotResource, Condition } = statement
  const isAction = Action ? anyMatches(Action, action, true) : NotAction ? !anyMatches(NotAction, action, true) : false
  if (!isAction) return false
  const isResource = Resource ? anyMatches(Resource, resource, false) : NotResource ? !anyMatches(NotResource, resource, false) : false
  return isResource && (!Condition || conditionsHold(Condition, context))
}

export const decide = (statements: readonly Statement[], need: Need): Verdict => {
  const applying = statements.filter((statement) => applies(statement, need))
  if (applying.some(({ Effect }) => Effect === 'Deny')) return { allowed: false, because: 'explicit deny' }
  return applying.length > 0 ? { allowed: true, because: 'allowed' } : { allowed: false, because: 'no identity-based policy allows it' }
}
