/** A file that is touched while the process is well; `main.ts health` reads it for the container's health check. */
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const beatMs = 10_000
const staleMs = 45_000
const fileIn = (directory: string): string => join(directory, 'alive')

/** Gives what ends it. */
export const keepHealthy = (directory: string): (() => void) => {
  const beat = () => writeFileSync(fileIn(directory), `${new Date().toISOString()}\n`, { mode: 0o600 })
  beat()
  const timer = setInterval(beat, beatMs)
  return () => clearInterval(timer)
}

export const isHealthy = (directory: string, now: number): boolean => {
  try {
    return now - statSync(fileIn(directory)).mtimeMs < staleMs
  } catch {
    return false
  }
}
