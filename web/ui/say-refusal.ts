/** What the service says no with, in the words of a language. Apart from React, so that a test says every sentence there is. */
import { Instant } from '#shared/contracts/common.ts'
import { deploymentStates } from '#shared/domain/deployment/deployment-state.ts'
import { states } from '#shared/domain/deployment/states.ts'
import { rights } from '#shared/domain/rights.ts'
import type en from '../messages/en.json'
import { type FaultKey, faultKey } from './faults.ts'
import { type RefusalKey, type RefusalValues, refusalOf } from './refusals.ts'

type FieldName = keyof typeof en.fieldNames
export type Words = {
  readonly refusal: (key: RefusalKey, values: RefusalValues) => string
  readonly field: (values: { readonly field: string; readonly fault: string }) => string
  readonly fault: (key: FaultKey, values: { readonly value: string }) => string
  /** Of a right, a state, a field: null where there is none. */
  readonly right: (right: (typeof rights)[number]) => string
  readonly deploymentState: (state: (typeof deploymentStates)[number]) => string
  readonly executionState: (state: (typeof states)[number]) => string
  readonly fieldName: (name: FieldName) => string
  readonly hasFieldName: (name: string) => name is FieldName
  /** An instant on the person's clock. */
  readonly absolute: (instant: string) => string
}

/** `/name must not be empty.`: the field stands before what would be right of it. */
const ofField = /^(?<field>\S+) (?<fault>.+)\.$/s

const named = <Name extends string>(known: readonly Name[], name: string, say: (name: Name) => string): string => {
  const found = known.find((one) => one === name)
  return found === undefined ? name : say(found)
}

/** Each answers null for a sentence that there are no words for. */
export const sayer = (words: Words) => {
  // The service names instants in UTC; people read them on their own clock.
  const onTheClock = (text: string): string => (Instant.safeParse(text).success ? words.absolute(text) : text)

  const fault = (sentence: string): string | null => {
    const found = faultKey(sentence)
    return found && words.fault(found.key, { value: onTheClock(found.value) })
  }

  const fieldName = (pointer: string): string => {
    const name = pointer.split(/[/.]/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? pointer
    return words.hasFieldName(name) ? words.fieldName(name) : name
  }

  const refusal = (sentence: string): string | null => {
    const found = refusalOf(sentence)
    if (found) {
      const { values } = found
      const right = (name: string): string => named(rights, name, words.right)
      return words.refusal(found.key, {
        ...values,
        // Keys of a choice between words have no spaces.
        kind: values.kind.replaceAll(' ', '_'),
        right: right(values.right),
        rights: values.rights.split(', ').map(right).join(', '),
        state: named(states, named(deploymentStates, values.state, words.deploymentState), words.executionState),
        at: onTheClock(values.at),
      })
    }
    const { field, fault: right = '' } = ofField.exec(sentence)?.groups ?? {}
    const said = fault(right)
    return field !== undefined && said !== null ? words.field({ field: fieldName(field), fault: said }) : fault(sentence)
  }

  return { fault, refusal }
}
