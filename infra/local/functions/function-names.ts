/** Which of the template's functions run, and what they are called here. */
import { basename, dirname } from 'node:path'
import type { Stack, StackResource } from '../template/stack.ts'

/** Where the CDK app notes the source of a function. */
export const entryKey = 'pulse:entry'

/** Functions with a source; those of the CDK's own custom resources have none and do not run. */
export const functionsWithSource = (stack: Stack): readonly StackResource[] =>
  stack.ofType('AWS::Lambda::Function').filter(({ metadata }) => typeof metadata[entryKey] === 'string')

export const functionName = ({ metadata, logicalId }: StackResource): string => {
  const entry = metadata[entryKey]
  return typeof entry === 'string' ? basename(dirname(entry)) : logicalId
}
