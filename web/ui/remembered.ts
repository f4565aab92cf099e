'use client'
/** Small preferences of one person in one browser. */
import { useState } from 'react'
import * as z from 'zod'

export const useRememberedNumber = (name: string, allowed: readonly number[], initial: number) => {
  const key = `pulse.${name}`
  const [value, setValue] = useState(() => {
    const stored = Number(localStorage.getItem(key))
    return allowed.includes(stored) ? stored : initial
  })
  const remember = (next: number) => {
    localStorage.setItem(key, String(next))
    setValue(next)
  }
  return [value, remember] as const
}

/** Which columns of a table are shown, in which order; null: as the table has them. */
export type ColumnChoice = readonly { readonly id: string; readonly visible: boolean }[]

/** `person`: each has their own, on a computer that several use. */
export const useRememberedColumns = (name: string, person: string) => {
  const key = `pulse.${name}.${person}`
  const [value, setValue] = useState<ColumnChoice | null>(() => readColumns(localStorage.getItem(key)))
  const remember = (next: ColumnChoice) => {
    localStorage.setItem(key, JSON.stringify(next))
    setValue(next)
  }
  return [value, remember] as const
}

const Columns = z.array(z.object({ id: z.string(), visible: z.boolean() }))
const readColumns = (stored: string | null): ColumnChoice | null => {
  try {
    return stored === null ? null : (Columns.safeParse(JSON.parse(stored)).data ?? null)
  } catch {
    return null
  }
}
