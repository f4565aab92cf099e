'use client'
import { useEffect, useState } from 'react'

/** A pause in typing this long asks the service, in milliseconds. */
const pauseMs = 350

/** A value once it has not changed for a moment. */
export const useSettled = (value: string): string => {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
