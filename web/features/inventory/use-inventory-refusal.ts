'use client'
import { ApiProblem } from '../../api/problem.ts'
import { useFaultTexts } from '../../ui/use-faults.ts'
import { useKnownRefusal } from '../../ui/use-refusal-text.ts'

/** Why an inventory cannot be had, in the person's language; null where that is no answer to what was asked. */
export const useInventoryRefusal = (): ((error: unknown) => string | null) => {
  const { say } = useFaultTexts()
  const known = useKnownRefusal()
  return (error) => {
    if (!(error instanceof ApiProblem)) return null
    const [field] = error.fields
    return error.kind === 'invalid' ? say(field?.message ?? error.message) : known(error.message)
  }
}
