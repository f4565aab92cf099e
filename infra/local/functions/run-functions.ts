/** The template's functions, running, found by name or ARN. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PermissionRecord } from '../permissions/record.ts'
import { type FunctionSpec, type LocalFunction, localFunction } from './function.ts'
import { functionOutput } from './output.ts'

export type RunningFunction = { readonly running: LocalFunction; readonly spec: FunctionSpec }
export type RunningFunctions = {
  /** By logical name, physical name or ARN. Throws when there is none. */
  readonly get: (name: string) => RunningFunction
  readonly warm: () => Promise<void>
  readonly close: (limitMs: number) => Promise<void>
}

export const runFunctions = (
  specs: readonly FunctionSpec[],
  outside: { data: string; record: PermissionRecord; say: (line: string) => void },
): RunningFunctions => {
  const logs = join(outside.data, 'logs')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  const all = specs.map((spec): RunningFunction => {
    const onError = (text: string) => outside.say(`[${spec.name}] ${text}`)
    return {
      spec,
      running: localFunction(spec, {
        onOutput: functionOutput(join(logs, `${spec.name}.log`), onError),
        onError,
        onJudged: (call) => outside.record.add({ function: spec.name, ...call }),
      }),
    }
  })
  return {
    get: (name) => {
      const found = all.find(({ spec }) => [spec.name, spec.start.functionName, spec.start.functionArn].includes(name))
      if (!found) throw new Error(`the template has no function ${name} with a source`)
      return found
    },
    // One after the other: two cores have better to do than load seven copies of the SDK at a time.
    warm: async () => {
      for (const { running } of all) await running.warm()
    },
    close: async (limitMs) => {
      await Promise.all(all.map(({ running }) => running.close(limitMs)))
    },
  }
}
