/**
 * Processes that must not outlive this one. Linux kills them with their parent (`setpriv --pdeathsig`); they get a
 * process group of their own there, so that Ctrl-C reaches only the runner, which then ends them in order. Elsewhere
 * they stay in the runner's group, and a pid file lets the next start end what a killed runner left.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

export type ChildOptions = {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Kept while it runs: `<pid> <start time>`. */
  readonly pidFile: string
  /** Whether the child ends when its stdin closes. */
  readonly stdin?: 'pipe' | 'ignore'
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))
const pathOfTools = process.env['PATH'] ?? '/usr/bin:/bin'

/** When a process began, so that another one with the same pid is not taken for it; null where it is gone or unknown. */
const startTimeOf = (pid: number): string | null => {
  try {
    // Fields after the command's closing parenthesis; the 22nd of all is the start time.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return (
      stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .at(19) ?? null
    )
  } catch {
    return null
  }
}

/** Starts a child; stdout and stderr are pipes. */
export const startChild = ({ command, args, env, cwd, pidFile, stdin = 'ignore' }: ChildOptions): ChildProcess => {
  const [program, programArgs] = setpriv ? [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]] : [command, [...args]]
  const child = spawn(program, programArgs, {
    cwd,
    env: { PATH: pathOfTools, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
    detached: setpriv !== undefined,
  })
  if (child.pid !== undefined) writeFileSync(pidFile, `${child.pid} ${startTimeOf(child.pid) ?? ''}\n`, { mode: 0o600 })
  child.once('exit', () => rmSync(pidFile, { force: true }))
  return child
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

/** Ends what a runner that was killed left behind; gives up after `limitMs`. */
export const endLeftover = async (pidFile: string, limitMs = 5000): Promise<void> => {
  if (!existsSync(pidFile)) return
  const [pidText, began] = readFileSync(pidFile, 'utf8').trim().split(' ')
  const pid = Number(pidText)
  if (Number.isInteger(pid) && pid > 1 && began && startTimeOf(pid) === began) {
    process.kill(pid, 'SIGKILL')
    for (const deadline = Date.now() + limitMs; !isGone(pid) && Date.now() < deadline; )
      await new Promise((resolve) => setTimeout(resolve, 20))
  }
  rmSync(pidFile, { force: true })
}

/** SIGTERM, then SIGKILL after `limitMs`; resolves when the child is gone. */
export const endChild = (child: ChildProcess, limitMs: number): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
