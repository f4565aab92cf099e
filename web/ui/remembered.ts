'use client'
/** Small preferences of one person in one browser. */
import { useState } from 'react'

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
