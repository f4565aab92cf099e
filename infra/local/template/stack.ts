/** The template with its intrinsics resolved to local values: `properties`, by logical id, as the services would get them. */
import * as z from 'zod'
import { toLocal } from './addresses.ts'
import { holds, intrinsics, noValue, type Scope } from './intrinsics.ts'
import { type Addresses, attributeOf, pseudoParameters, refOf } from './references.ts'
import { faultOfType } from './resource-types.ts'
import type { Template } from './template.ts'

export type StackResource = {
  readonly logicalId: string
  readonly type: string
  /** Resolved; throws an error that names the logical id where that cannot be done. */
  readonly properties: () => Record<string, unknown>
  readonly metadata: Readonly<Record<string, unknown>>
}

export type Stack = {
  readonly ofType: (...types: readonly string[]) => readonly StackResource[]
  readonly get: (logicalId: string) => StackResource | undefined
  readonly ref: (logicalId: string) => string
  readonly attribute: (logicalId: string, attribute: string) => string
  readonly resolve: (value: unknown) => unknown
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Checks every resource's type, then gives access. `addresses` is asked when a value is needed, so that names are
 * known before the servers listen.
 */
export const openStack = (template: Template, addresses: () => Addresses): Stack => {
  const faults = Object.entries(template.Resources).flatMap(([logicalId, { Type }]) => faultOfType(logicalId, Type) ?? [])
  if (faults.length > 0) throw new Error(faults.join('\n'))

  const found = (logicalId: string) => {
    const resource = template.Resources[logicalId]
    if (!resource) throw new Error(`the template has no resource ${logicalId}`)
    return resource
  }
  const named = (logicalId: string) => ({
    logicalId,
    property: (name: string) => {
      const value = found(logicalId).Properties[name]
      return value === undefined ? undefined : resolve(value)
    },
    addresses,
  })
  const ref = (logicalId: string): string => refOf(named(logicalId), found(logicalId))
  const attribute = (logicalId: string, name: string): string => attributeOf(named(logicalId), found(logicalId), name)
  const scope: Scope = {
    template,
    attribute,
    resolve: (value) => evaluate(value),
    reference: (name) => {
      if (name === 'AWS::NoValue') return noValue
      const pseudo = pseudoParameters[name]
      if (pseudo !== undefined) return pseudo
      const parameter = template.Parameters[name]
      if (parameter) {
        if (parameter.Default === undefined) throw new Error(`the parameter ${name} has no default`)
        return parameter.Type === 'CommaDelimitedList' ? z.string().parse(parameter.Default).split(',') : parameter.Default
      }
      return ref(name)
    },
  }
  // Addresses are made local last, on whole strings: templates cut and join parts of AWS's addresses.
  const localized = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return /https:|wss:/.test(value) ? toLocal(value, template, addresses()) : value
    }
    if (Array.isArray(value)) return value.map(localized)
    return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, localized(each)])) : value
  }
  const resolve = (value: unknown): unknown => localized(evaluate(value))
  const evaluate = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(evaluate).filter((each) => each !== noValue)
    if (!isPlainObject(value)) return value
    const [[key, argument] = ['', undefined], ...others] = Object.entries(value)
    if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = intrinsics[key]
      if (!intrinsic) throw new Error(`${key} is not supported locally`)
      return intrinsic(scope, argument)
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, each]) => [name, evaluate(each)] as const)
        .filter(([, each]) => each !== noValue),
    )
  }

  const isThere = (logicalId: string): boolean => {
    const { Condition } = found(logicalId)
    return Condition === undefined || holds(scope, Condition)
  }
  const open = (logicalId: string): StackResource => {
    const resource = found(logicalId)
    return {
      logicalId,
      type: resource.Type,
      metadata: resource.Metadata,
      properties: () => {
        try {
          return z.record(z.string(), z.unknown()).parse(resolve(resource.Properties))
        } catch (error) {
          throw new Error(`${logicalId} (${resource.Type}): ${error instanceof Error ? error.message : String(error)}`)
        }
      },
    }
  }
  return {
    ofType: (...types) =>
      Object.entries(template.Resources)
        .filter(([logicalId, { Type }]) => types.includes(Type) && isThere(logicalId))
        .map(([logicalId]) => open(logicalId)),
    get: (logicalId) => (Object.hasOwn(template.Resources, logicalId) && isThere(logicalId) ? open(logicalId) : undefined),
    ref,
    attribute,
    resolve,
  }
}
