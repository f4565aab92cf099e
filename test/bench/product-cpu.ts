/** Processor time of the running product: its process, with its functions' threads, and every child such as the database. */
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second. */
const tickMs = 10

type Process = { readonly parent: number; readonly ms: number }

const read = (pid: number): Process | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * tickMs }
  } catch {
    return null
  }
}

/** User and system time in milliseconds, until now. */
export const productCpuMs = (pid: number): number => {
  const all = new Map(
    readdirSync('/proc').flatMap((name): [number, Process][] => {
      const found = /^\d+$/.test(name) ? read(Number(name)) : null
      return found ? [[Number(name), found]] : []
    }),
  )
  const belongs = (at: number): boolean => at === pid || (all.has(at) && belongs(all.get(at)?.parent ?? 0))
  return [...all].filter(([at]) => belongs(at)).reduce((sum, [, { ms }]) => sum + ms, 0)
}
