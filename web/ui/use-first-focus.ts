'use client'
import { type RefObject, useEffect, useRef } from 'react'

type Focusable = { focus: () => void }

/** Puts the keyboard into a form's first field once, when the form appears because the person asked for it. */
export const useFirstFocus = <T extends Focusable>(wanted = true): RefObject<T | null> => {
  const field = useRef<T>(null)
  useEffect(() => {
    if (!wanted) return
    // A dialog takes the focus itself when it opens; the field has it after that.
    const timer = setTimeout(() => field.current?.focus(), 0)
    return () => clearTimeout(timer)
  }, [wanted])
  return field
}
