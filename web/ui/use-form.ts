'use client'
/** A form checked by the contract that the API checks it by, then sent; faults land at their fields either way. */
import { useState } from 'react'
import type * as z from 'zod'
import { type Faults, useFaultTexts } from './use-faults.ts'

export type Form<V> = {
  readonly values: V
  readonly set: <K extends keyof V>(name: K, value: V[K]) => void
  readonly faults: Faults
  /** A failed call whose fault is no single field's; null when there is none. */
  readonly error: unknown
  readonly busy: boolean
  readonly submit: () => Promise<void>
}

export const useForm = <V extends object, S extends z.ZodType>(parts: {
  readonly initial: V
  readonly schema: S
  /** What is sent, from what was typed. */
  readonly body: (values: V) => unknown
  readonly send: (body: z.output<S>) => Promise<void>
}): Form<V> => {
  const texts = useFaultTexts()
  const [values, setValues] = useState(parts.initial)
  const [faults, setFaults] = useState<Faults>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    const checked = parts.schema.safeParse(parts.body(values))
    setError(null)
    if (!checked.success) return setFaults(texts.ofParse(checked.error))
    setFaults({})
    setBusy(true)
    try {
      await parts.send(checked.data)
    } catch (fault) {
      const found = texts.ofProblem(fault)
      setFaults(found)
      if (!Object.keys(found).some((field) => field in values)) setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return {
    values,
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    faults,
    error,
    busy,
    submit,
  }
}
