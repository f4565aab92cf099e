'use client'
/** One clock for all relative times on screen. */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const NowContext = createContext(new Date(0))
const tickMs = 5_000

export const NowProvider = ({ children }: { readonly children: ReactNode }) => {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return <NowContext value={now}>{children}</NowContext>
}

export const useClock = (): Date => useContext(NowContext)
