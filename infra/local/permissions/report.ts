/**
 * `node infra/local/permissions/report.ts TEMPLATE RECORD`: calls that were refused, and what the roles allow that
 * nothing used. Ends with 1 when a call was refused.
 */
import { readFileSync } from 'node:fs'
import { functionName, functionsWithSource } from '../functions/function-names.ts'
import { statementsOfRole } from '../template/roles.ts'
import { openStack, type Stack } from '../template/stack.ts'
import { readTemplate, type Template } from '../template/template.ts'
import { matches } from './policy.ts'
import { Recorded } from './record.ts'

export type UnusedAction = { readonly function: string; readonly action: string; readonly resources: readonly string[] }
export type Report = { readonly refused: readonly Recorded[]; readonly unused: readonly UnusedAction[] }

/** What no SDK call of a function ever needs: the runtime does these in its name. */
const ofTheRuntime = /^(logs|xray|cloudwatch):/

/** Pure but for reading roles. An action counts as used when an allowed call matches it on one of its resources. */
export const reportOn = (stack: Stack, calls: readonly Recorded[]): Report => {
  const unused = functionsWithSource(stack).flatMap((resource) => {
    const name = functionName(resource)
    const mine = calls.filter((call) => call.allowed && call.function === name)
    const statements = statementsOfRole(stack, String(resource.properties()['Role']))
    return statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action = [], Resource = [] }) =>
        Action.filter((action) => !ofTheRuntime.test(action)).flatMap((action): UnusedAction[] => {
          const isUsed = mine.some(
            (call) => matches(action, call.action, { ignoreCase: true }) && Resource.some((pattern) => matches(pattern, call.resource)),
          )
          return isUsed ? [] : [{ function: name, action, resources: Resource }]
        }),
      )
  })
  return { refused: calls.filter(({ allowed }) => !allowed), unused }
}

export const readRecord = (path: string): Recorded[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Recorded.parse(JSON.parse(line)))

/** Addresses do not matter to permissions, but names are made with them. */
const anywhere = {
  front: 'http://127.0.0.1',
  s3: 'http://127.0.0.1',
  sqs: 'http://127.0.0.1',
  management: 'http://127.0.0.1',
  issuer: 'http://127.0.0.1',
}
export const stackOf = (template: Template): Stack => openStack(template, () => anywhere)

const main = (templatePath: string, recordPath: string): void => {
  const { refused, unused } = reportOn(stackOf(readTemplate(templatePath)), readRecord(recordPath))
  for (const call of refused) console.log(`refused: ${call.function} ${call.action} ${call.resource}`)
  for (const each of unused) console.log(`never used: ${each.function} ${each.action} on ${each.resources.join(', ')}`)
  console.log(`${refused.length} refused, ${unused.length} never used`)
  process.exitCode = refused.length > 0 ? 1 : 0
}

if (import.meta.main) {
  const [templatePath, recordPath] = process.argv.slice(2)
  if (templatePath === undefined || recordPath === undefined) {
    console.error('Use: node infra/local/permissions/report.ts TEMPLATE RECORD')
    process.exitCode = 1
  } else main(templatePath, recordPath)
}
