'use client'
import type * as z from 'zod'
import { ApiProblem, faultsByField } from '../api/problem.ts'
import { useKnownFault } from './use-refusal-text.ts'

export type Faults = Readonly<Record<string, string>>

/** The faults of a failed call or a failed parse, by field, in the person's language. */
export const useFaultTexts = () => {
  const known = useKnownFault()
  const say = (sentence: string): string => known(sentence) ?? sentence
  const translated = (faults: Faults): Faults => Object.fromEntries(Object.entries(faults).map(([field, text]) => [field, say(text)]))
  return {
    say,
    ofProblem: (error: unknown): Faults => (error instanceof ApiProblem ? translated(faultsByField(error.fields)) : {}),
    ofParse: (error: z.ZodError): Faults =>
      translated(faultsByField(error.issues.map(({ path, message }) => ({ field: path.map(String).join('/'), message })))),
  }
}
