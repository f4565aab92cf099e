/**
 * CloudFormation's intrinsic functions. Each takes its argument as written in the template and a `Scope` that knows
 * the resources; an intrinsic that is not in the table is an error, never a guess.
 */
import * as z from 'zod'
import type { Template } from './template.ts'

export type Scope = {
  readonly template: Template
  /** What `Ref` gives: a parameter, a pseudo parameter or a resource. */
  readonly reference: (name: string) => unknown
  readonly attribute: (logicalId: string, attribute: string) => string
  readonly resolve: (value: unknown) => unknown
}

/** `AWS::NoValue`: the property that holds it is left out. */
export const noValue = Symbol('AWS::NoValue')

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const text = (scope: Scope, value: unknown): string => {
  const parsed = Text.safeParse(scope.resolve(value))
  if (!parsed.success) throw new Error(`expected text, found ${JSON.stringify(value)}`)
  return parsed.data
}
const list = (scope: Scope, value: unknown): unknown[] => z.array(z.unknown()).parse(scope.resolve(value))
const pair = (value: unknown): [unknown, unknown] => z.tuple([z.unknown(), z.unknown()]).parse(value)

const substitute = (scope: Scope, value: unknown): string => {
  const [body, variables] = typeof value === 'string' ? [value, {}] : z.tuple([z.string(), z.record(z.string(), z.unknown())]).parse(value)
  return body.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (Object.hasOwn(variables, name)) return text(scope, variables[name])
    const [logicalId = '', ...attribute] = name.split('.')
    return attribute.length > 0 ? scope.attribute(logicalId, attribute.join('.')) : text(scope, { Ref: name })
  })
}

/** Whether a condition, by name or as written, holds. */
export const holds = (scope: Scope, condition: unknown): boolean => {
  if (typeof condition === 'string') {
    if (!Object.hasOwn(scope.template.Conditions, condition)) throw new Error(`there is no condition ${condition}`)
    return holds(scope, scope.template.Conditions[condition])
  }
  const [[name, argument] = ['', undefined]] = Object.entries(z.record(z.string(), z.unknown()).parse(condition))
  const several = () => z.array(z.unknown()).parse(argument)
  switch (name) {
    case 'Fn::Equals': {
      const [left, right] = pair(argument)
      return text(scope, left) === text(scope, right)
    }
    case 'Fn::Not':
      return !holds(scope, several()[0])
    case 'Fn::And':
      return several().every((each) => holds(scope, each))
    case 'Fn::Or':
      return several().some((each) => holds(scope, each))
    case 'Condition':
      return holds(scope, z.string().parse(argument))
    default:
      throw new Error(`${name} is not supported in conditions`)
  }
}

type Intrinsic = (scope: Scope, argument: unknown) => unknown

export const intrinsics: Record<string, Intrinsic> = {
  Ref: (scope, name) => scope.reference(z.string().parse(name)),
  'Fn::GetAtt': (scope, argument) => {
    const [logicalId = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : z.array(z.string()).parse(argument)
    return scope.attribute(logicalId, attribute.join('.'))
  },
  'Fn::Join': (scope, argument) => {
    const [separator, parts] = pair(argument)
    return list(scope, parts)
      .map((part) => text(scope, part))
      .join(text(scope, separator))
  },
  'Fn::Sub': substitute,
  'Fn::Select': (scope, argument) => {
    const [index, parts] = pair(argument)
    return list(scope, parts)[Number(text(scope, index))]
  },
  'Fn::Split': (scope, argument) => {
    const [separator, whole] = pair(argument)
    return text(scope, whole).split(text(scope, separator))
  },
  'Fn::If': (scope, argument) => {
    const [condition, yes, no] = z.tuple([z.string(), z.unknown(), z.unknown()]).parse(argument)
    return scope.resolve(holds(scope, condition) ? yes : no)
  },
  'Fn::FindInMap': (scope, argument) => {
    const [map, first, second] = z.tuple([z.unknown(), z.unknown(), z.unknown()]).parse(argument)
    const [m, f, s] = [text(scope, map), text(scope, first), text(scope, second)]
    const found = scope.template.Mappings[m]?.[f]?.[s]
    if (found === undefined) throw new Error(`the mapping ${m} has no ${f}.${s}`)
    return found
  },
}
