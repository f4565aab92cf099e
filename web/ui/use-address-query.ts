'use client'
/** What is filtered and opened stands in the address, so that a link to it can be sent. */
import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

type Query = {
  readonly get: (name: string) => string
  /** Empty values leave the address. The page is not loaded anew. */
  readonly set: (values: Readonly<Record<string, string>>) => void
}

export const useAddressQuery = (): Query => {
  const search = useSearchParams()
  const get = useCallback((name: string) => search.get(name) ?? '', [search])
  const set = useCallback((values: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(location.search)
    for (const [name, value] of Object.entries(values)) {
      if (value === '') next.delete(name)
      else next.set(name, value)
    }
    const text = next.toString()
    history.replaceState(null, '', text === '' ? location.pathname : `${location.pathname}?${text}`)
  }, [])
  return { get, set }
}
