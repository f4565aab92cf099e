/** Processor time of the running product: its process, with its functions' threads, and every child such as the database. */
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second. */
const tickMs = 10

type Process = { readonly parent: number; readonly ms: number }

/** Of a process or, with a folder of a thread, of that thread. */
const read = (folder: string): Process | null => {
  try {
    const fields = readFileSync(`${folder}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * tickMs }
  } catch {
    return null
  }
}

const nameIn = (folder: string): string => {
  try {
    return readFileSync(`${folder}/comm`, 'utf8').trim()
  } catch {
    return 'ended'
  }
}

const processesOf = (pid: number): { readonly id: number; readonly ms: number }[] => {
  const all = new Map(
    readdirSync('/proc').flatMap((name): [number, Process][] => {
      const found = /^\d+$/.test(name) ? read(`/proc/${name}`) : null
      return found ? [[Number(name), found]] : []
    }),
  )
  const belongs = (at: number): boolean => at === pid || (all.has(at) && belongs(all.get(at)?.parent ?? 0))
  return [...all].filter(([at]) => belongs(at)).map(([id, { ms }]) => ({ id, ms }))
}

/** User and system time in milliseconds, until now. */
export const productCpuMs = (pid: number): number => processesOf(pid).reduce((sum, { ms }) => sum + ms, 0)

/** The same by threads of the same name: a function's thread bears the function's name. */
export const productCpuByThread = (pid: number): ReadonlyMap<string, number> => {
  const total = new Map<string, number>()
  for (const { id } of processesOf(pid)) {
    const program = nameIn(`/proc/${id}`)
    for (const thread of readdirSync(`/proc/${id}/task`)) {
      const name = nameIn(`/proc/${id}/task/${thread}`)
      const key = name === program || program === 'dynoxide' ? program : name
      total.set(key, (total.get(key) ?? 0) + (read(`/proc/${id}/task/${thread}`)?.ms ?? 0))
    }
  }
  return total
}
