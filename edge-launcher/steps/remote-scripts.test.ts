/** What runs on machines, under this system's own sh, in a home of its own. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { haltScript } from './halt.ts'
import { inspectScript, interruptScript, runScript } from './remote-scripts.ts'

const exec = promisify(execFile)
let home: string
let bin: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'pulse-remote-'))
  bin = join(home, 'bin')
  mkdirSync(bin)
  program('shutdown', `echo "$*" >>${home}/calls\n[ ! -e ${home}/refuses ] || { echo 'not now' >&2; exit 4; }\n`)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const program = (name: string, text: string): void => {
  writeFileSync(join(bin, name), `#!/bin/sh\n${text}`)
  chmodSync(join(bin, name), 0o755)
}
type Ended = { code: number; stdout: string; stderr: string }
const sh = (script: string, args: readonly string[], { input = '', path = `${bin}:/usr/bin:/bin` } = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', script, 'sh', ...args], { env: { HOME: home, PATH: path } })
    const said = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text))
    child.once('close', (code) => resolve({ code: code ?? -1, ...said }))
    // It may have ended before it reads.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })

const prepared = (execution: string): string => {
  const base = join(home, '.pulse', execution)
  mkdirSync(join(base, 'files'), { recursive: true })
  return base
}
const start = (execution: string, command: string, { limit = 60, path }: { limit?: number; path?: string } = {}) =>
  sh(runScript, [execution, 'attempt-1', 'start', '0', '0', '1000', String(limit), 'files'], { input: command, ...(path ? { path } : {}) })
const follow = (execution: string) => sh(runScript, [execution, 'attempt-1', 'follow', '0', '0', '1000', '60', 'files'])
const isThere = async (file: string): Promise<void> => {
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8') !== '', { timeout: 10_000 }).toBe(true)
}
/** Of the process whose number is in the file; one that nobody has asked for yet is gone all the same. */
const isAlive = (file: string): boolean => {
  const stat = join('/proc', readFileSync(file, 'utf8').trim(), 'stat')
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}
/** Starts a child and waits for it. */
const lasting = (pidFile: string) => `sleep 300 & echo $! >${pidFile}; wait; exit 0`

describe('a script on a machine', () => {
  it('is ended at its time limit, with all that it started', async () => {
    const base = prepared('limit')
    const ended = await start('limit', lasting(join(base, 'child')), { limit: 1 })
    expect(ended.stdout).toMatch(/^s\n(.*\n)*x 143 1 0 \d+\n$/)
    expect(isAlive(join(base, 'child'))).toBe(false)
  })

  it.each([
    ['setsid', () => `${bin}:/usr/bin:/bin`],
    [
      'perl, where there is no setsid',
      () => {
        const tools = join(home, 'tools')
        mkdirSync(tools)
        const names = 'perl sh cat mkdir mv rmdir rm date sed cut tr head tail wc sleep nohup grep'.split(' ')
        for (const name of names)
          symlinkSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(tools, name))
        return tools
      },
    ],
  ])('is interrupted, with all that it started, and whoever finds it knows: by %s', async (name, pathOf) => {
    const path = pathOf()
    const execution = `interrupt-${name.slice(0, 4)}`
    const base = prepared(execution)
    const following = start(execution, `echo said\n${lasting(join(base, 'child'))}`, { path })
    await isThere(join(base, 'child'))
    expect(await sh(interruptScript, [execution, 'attempt-1'], { path })).toMatchObject({ code: 0 })
    expect((await following).stdout).toMatch(/^s\no 5\nsaid\n(.*\n)*x 143 2 5 \d+\n$/)
    expect(isAlive(join(base, 'child'))).toBe(false)
    expect((await sh(inspectScript, [execution])).stdout).toBe('m -\na 1 interrupted 143\n')
    expect((await follow(execution)).stdout).toMatch(/x 143 2 5 \d+\n$/)
  })

  it('is ended by force when it does not heed', async () => {
    const base = prepared('stubborn')
    const following = start('stubborn', `trap : TERM; echo $$ >${join(base, 'child')}; while :; do sleep 1; done`)
    await isThere(join(base, 'child'))
    await sh(interruptScript, ['stubborn', 'attempt-1'])
    expect((await following).stdout).toMatch(/x 137 2 /)
    expect(isAlive(join(base, 'child'))).toBe(false)
  }, 30_000)

  it('is left as it is when it has ended by itself', async () => {
    prepared('over')
    expect((await start('over', 'exit 3')).stdout).toBe('s\nx 3 0 0 0\n')
    await sh(interruptScript, ['over', 'attempt-1'])
    expect((await sh(inspectScript, ['over'])).stdout).toBe('m -\na 1 exited 3\n')
    expect((await sh(interruptScript, ['nothing-there', 'attempt-1'])).code).toBe(0)
  })
})

describe('a machine that is asked to halt or restart', () => {
  const ask = async (execution: string, attempt: string, what: string): Promise<Ended> => {
    // The real one must be out of reach, whatever this computer has.
    const { stdout } = await exec('/bin/sh', ['-c', 'command -v shutdown'], { env: { PATH: `${bin}:/usr/bin:/bin:/usr/sbin:/sbin` } })
    expect(stdout.trim()).toBe(join(bin, 'shutdown'))
    return sh(haltScript, [execution, attempt, what])
  }
  const calls = (): string[] => readFileSync(join(home, 'calls'), 'utf8').trim().split('\n')

  it('is asked once for each attempt, whoever comes back', async () => {
    expect(await ask('halts', '1', 'reboot')).toMatchObject({ code: 0, stdout: 'asked\nshutdown -r +1\n' })
    expect(await ask('halts', '1', 'reboot')).toMatchObject({ code: 0 })
    expect(calls()).toEqual(['-r +1'])
    expect(await ask('halts', '2', 'halt')).toMatchObject({ code: 0 })
    expect(calls()).toEqual(['-r +1', '-h +1'])
  })

  it('tells that it refused, also to who comes back', async () => {
    writeFileSync(join(home, 'refuses'), '')
    const refused = { code: 71, stderr: 'shutdown ended with exit code 4: not now\n' }
    expect(await ask('refuses', '1', 'halt')).toMatchObject(refused)
    expect(await ask('refuses', '1', 'halt')).toMatchObject(refused)
    expect(calls()).toHaveLength(3)
  })

  it('is asked nothing else than these two', async () => {
    expect(await ask('nothing', '1', 'nothing')).toMatchObject({ code: 71, stdout: '' })
    expect(calls()).toHaveLength(3)
  })
})
