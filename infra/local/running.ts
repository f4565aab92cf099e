/** `running.json`: where the process that uses a data folder answers; gone after a clean end. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export const Running = z.object({
  pid: z.int(),
  console: z.string(),
  api: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  live: z.string(),
  /** With which the AWS CLI, and what ships for tests, looks into the stand-ins. */
  aws: z.record(z.string(), z.string()),
})
export type Running = z.infer<typeof Running>

const pathIn = (data: string): string => join(data, 'running.json')

export const writeRunning = (data: string, running: Running): void => {
  writeFileSync(`${pathIn(data)}.new`, `${JSON.stringify(running)}\n`, { mode: 0o600 })
  renameSync(`${pathIn(data)}.new`, pathIn(data))
}

export const removeRunning = (data: string): void => rmSync(pathIn(data), { force: true })

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** null when nothing runs there, also after a process that was killed. */
export const readRunning = (data: string): Running | null => {
  try {
    const running = Running.parse(JSON.parse(readFileSync(pathIn(data), 'utf8')))
    return isAlive(running.pid) ? running : null
  } catch {
    return null
  }
}
