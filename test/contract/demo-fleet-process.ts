/** Runs the demo fleet as `npm start` does: a process that says where its machines are and ends with its standard input. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import * as z from 'zod'

const root = new URL('../..', import.meta.url).pathname
const run = promisify(execFile)

const Ready = z.strictObject({
  machines: z.array(
    z.strictObject({
      name: z.string(),
      address: z.string(),
      port: z.int(),
      user: z.string(),
      behaviour: z.enum(['fast', 'slow', 'unreachable', 'disk-full']),
    }),
  ),
})
export type Machine = z.infer<typeof Ready>['machines'][number]
export type Fleet = { readonly machines: readonly Machine[]; readonly child: ChildProcess }

export const startFleet = async (directory: string): Promise<Fleet> => {
  const child = spawn(process.execPath, [join(root, 'infra/local/demo/main.ts')], {
    env: { ...process.env, PULSE_DEMO_DIR: directory, CANARY: 'not for scripts' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(20_000) })
  return { child, machines: Ready.parse(JSON.parse(z.string().parse(line))).machines }
}

export const endFleet = async ({ child }: Fleet, how: 'stdin' | NodeJS.Signals = 'stdin'): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit', { signal: AbortSignal.timeout(10_000) })
  if (how === 'stdin') child.stdin?.end()
  else child.kill(how)
  await exited
  return child.exitCode
}

/** A key pair made by ssh-keygen; gives the private key's file and the public line. */
export const makeKey = async (directory: string, name: string): Promise<{ file: string; line: string }> => {
  const file = join(directory, name)
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file])
  const { stdout } = await run('ssh-keygen', ['-y', '-f', file])
  return { file, line: stdout.trim() }
}

export const authorize = (directory: string, lines: readonly string[]): Promise<void> =>
  writeFile(join(directory, 'authorized_keys'), `# who may log in\n\nnonsense\n${lines.join('\n')}\n`)

export const machineNamed = ({ machines }: Fleet, name: string): Machine => {
  const found = machines.find((machine) => machine.name === name)
  if (!found) throw new Error(`the fleet has no ${name}`)
  return found
}

export type Result = { readonly code: number | null; readonly stdout: Buffer; readonly stderr: string }

/** The real OpenSSH client. */
export const ssh = async (machine: Machine, keyFile: string, command: readonly string[], input?: Buffer): Promise<Result> => {
  const options = {
    BatchMode: 'yes',
    StrictHostKeyChecking: 'no',
    UserKnownHostsFile: '/dev/null',
    LogLevel: 'ERROR',
    IdentitiesOnly: 'yes',
  }
  const flags = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  const child = spawn(
    'ssh',
    ['-F', 'none', ...flags, '-i', keyFile, '-p', String(machine.port), `${machine.user}@${machine.address}`, ...command],
    {
      stdio: 'pipe',
      signal: AbortSignal.timeout(40_000),
    },
  )
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  // A command that reads nothing closes the pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  await once(child, 'close')
  return { code: child.exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }
}
