'use client'
/** The one thing that the address of a page names: shown once it is there, or why it cannot be shown. */
import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'
import { Loading } from './loading.tsx'

type Props<T> = {
  /** From the address; empty where it names none. */
  readonly id: string
  readonly answer: { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown }
  /** What is said where the address names none. */
  readonly noId: string
  readonly children: (thing: T) => ReactNode
}

export const NamedThing = <T,>({ id, answer, noId, children }: Props<T>) => {
  const { data, error, refetch } = answer
  if (data) return children(data)
  return error || id === '' ? <Failure error={error ?? new Error(noId)} onRetry={() => void refetch()} /> : <Loading />
}
