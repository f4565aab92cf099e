'use client'
import { useTranslations } from 'next-intl'
import type * as z from 'zod'
import { Instant } from '#shared/contracts/common.ts'
import { ApiProblem, faultsByField } from '../api/problem.ts'
import { faultKey } from './faults.ts'
import { useAbsoluteTime } from './when.tsx'

export type Faults = Readonly<Record<string, string>>

/** The faults of a failed call or a failed parse, by field, in the person's language. */
export const useFaultTexts = () => {
  const t = useTranslations('faults')
  const absolute = useAbsoluteTime()
  const known = (sentence: string): string | null => {
    const found = faultKey(sentence)
    if (!found) return null
    // The service names instants in UTC; people read them on their own clock.
    return t(found.key, { value: Instant.safeParse(found.value).success ? absolute(found.value) : found.value })
  }
  const say = (sentence: string): string => known(sentence) ?? sentence
  const translated = (faults: Faults): Faults => Object.fromEntries(Object.entries(faults).map(([field, text]) => [field, say(text)]))
  return {
    /** null: a sentence that this console has no words for. */
    known,
    say,
    ofProblem: (error: unknown): Faults => (error instanceof ApiProblem ? translated(faultsByField(error.fields)) : {}),
    ofParse: (error: z.ZodError): Faults =>
      translated(faultsByField(error.issues.map(({ path, message }) => ({ field: path.map(String).join('/'), message })))),
  }
}
