'use client'
import { useTranslations } from 'next-intl'
import { sayer } from './say-refusal.ts'
import { useAbsoluteTime } from './when.tsx'

/** What the service says, in the person's language where it is known how. */
export const useRefusalText = (): ((sentence: string) => string) => {
  const known = useKnownRefusal()
  return (sentence) => known(sentence) ?? sentence
}

/** null: a sentence that this console has no words for. */
export const useKnownRefusal = (): ((sentence: string) => string | null) => useSayer().refusal

/** What the service says of one field; null: as above. */
export const useKnownFault = (): ((sentence: string) => string | null) => useSayer().fault

const useSayer = () => {
  const refusals = useTranslations('refusals')
  const faults = useTranslations('faults')
  const fieldNames = useTranslations('fieldNames')
  const right = useTranslations('rights')
  const deploymentState = useTranslations('deploymentStates')
  const executionState = useTranslations('states')
  const absolute = useAbsoluteTime()
  return sayer({
    refusal: (key, values) => refusals(key, values),
    field: (values) => refusals('field', values),
    fault: (key, values) => faults(key, values),
    fieldName: (name) => fieldNames(name),
    hasFieldName: (name): name is Parameters<typeof fieldNames>[0] => fieldNames.has(name as Parameters<typeof fieldNames>[0]),
    right: (name) => right(name),
    deploymentState: (state) => deploymentState(state),
    executionState: (state) => executionState(state),
    absolute,
  })
}
