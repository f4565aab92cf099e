/** One attempt with its real journal and scripts; this system's own sh stands for the machine behind the connection. */

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Order, Report } from '#shared/contracts/edge.ts'
import { firstPhases } from '#shared/domain/deployment/execution.ts'
import { bandwidthLimits } from '../bandwidth/limits.ts'
import { freshly, type Journal, openJournal, type Saved } from '../journal/journal.ts'
import { archives } from '../mirror/archive.ts'
import { type Mirror, openMirror } from '../mirror/mirror.ts'
import type { Connected, ConnectFailure, Session, Transport } from '../ssh/transport.ts'
import { wakings } from '../wol/wakings.ts'
import { Attempt } from './attempt.ts'

const content = Buffer.alloc(200_000, 'pulse')
const sha256 = createHash('sha256').update(content).digest('hex')
const soon = 60_000
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString()

let folder: string
let home: string
let journal: Journal
let mirror: Mirror
let connections: number
let packets: number
let count = 0
/** What the next calls for a connection give; then the machine answers. */
let answers: ConnectFailure[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pulse-attempt-'))
  mirror = await openMirror(join(folder, 'mirror'), 10_000_000)
  writeFileSync(join(folder, 'mirror', sha256), content)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  count += 1
  home = join(folder, `home-${count}`)
  mkdirSync(home)
  journal = openJournal(join(folder, `journal-${count}.db`))
  connections = 0
  packets = 0
  answers = []
})

const session: Session = {
  hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
  address: '192.0.2.7',
  close: () => {},
  run: (command, { input, onOutput, signal }) =>
    new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', command.text], { env: { HOME: home, PATH: '/usr/bin:/bin' } })
      let isPastSentinel = false
      let errors = ''
      const give = (end: { kind: 'exited'; code: number } | { kind: 'lost'; detail: string }) => resolve({ ...end, errors })
      child.stdout.on('data', (chunk: Buffer) => {
        const mark = `\n${command.sentinel}\n`
        const at = isPastSentinel ? -mark.length : chunk.indexOf(mark)
        isPastSentinel = true
        if (chunk.length > at + mark.length) onOutput?.(chunk.subarray(at + mark.length))
      })
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
      child.once('close', (code) => give({ kind: 'exited', code: code ?? -1 }))
      child.stdin.on('error', () => {})
      signal.addEventListener('abort', () => {
        child.stdin.destroy()
        give({ kind: 'lost', detail: 'aborted' })
      })
      void (async () => {
        for await (const chunk of input ?? []) child.stdin.write(chunk)
        child.stdin.end()
      })()
    }),
}
const transport: Transport = {
  connect: async () => {
    connections += 1
    return answers.shift() ?? ({ kind: 'connected', session } satisfies Connected)
  },
}
const failing = (code: ConnectFailure['code']): ConnectFailure => ({ kind: 'failed', code, detail: code, hostKey: null, address: null })

const orderWith = (change: Partial<Order>): Order =>
  Order.parse({
    executionId: `d1.0.${count}`,
    deploymentId: 'd1',
    lease: 1,
    leaseUntil: inMs(soon),
    attempt: 1,
    machine: { id: 'm1', name: 'm1', address: '192.0.2.7', otherAddresses: [], port: 22, user: 'root', keyName: 'site', hostKey: null },
    manifest: {
      packageId: 'p1',
      label: 'P',
      version: '1',
      command: 'echo ran >>"$HOME/runs"',
      files: [{ path: 'noise', size: content.length, sha256, executable: false }],
    },
    manifestSha256: 'a'.repeat(64),
    downloads: [{ sha256, size: content.length, url: 'http://127.0.0.1:1/none' }],
    phases: firstPhases({ transfer: true, execution: true, deletion: true, inventory: false, halt: false }),
    wake: null,
    parameters: '',
    runScript: true,
    scriptStarted: false,
    deleteFiles: true,
    inventory: false,
    halt: 'nothing',
    scriptTimeoutMs: soon,
    closesAt: null,
    endsAt: null,
    atClosing: 'finish',
    bandwidth: { deployment: null, site: null },
    ...change,
  } satisfies Order)

const begin = (saved: Saved, trustedUntil = Date.now() + soon) => {
  const attempt = new Attempt(
    {
      transport,
      journal,
      mirror,
      archives: archives(mirror),
      wakings: wakings(
        () => ['192.0.2.255'],
        async () => {
          packets += 1
        },
      ),
      bandwidth: bandwidthLimits(),
      log: () => {},
      now: () => Date.now(),
      onReport: () => {},
      reconnectMs: 1000,
    },
    saved,
    trustedUntil,
  )
  journal.add([saved.order])
  return { attempt, over: attempt.run() }
}
const reports = (): Report[] => journal.unsent(1000).map(({ report }) => Report.parse(JSON.parse(report)))
const last = (): Report | undefined => reports().at(-1)
const marker = (path: string): string => join(home, '.pulse', `d1.0.${count}`, path)

describe('an attempt', () => {
  it('goes through its phases', async () => {
    await begin(freshly(orderWith({}))).over
    expect(last()).toMatchObject({
      phase: 'ended',
      end: { kind: 'success' },
      phases: { wol: { status: 'skipped' }, deletion: { status: 'done' } },
    })
    expect(journal.saved()).toEqual([])
  })

  it.each([
    ['the window closed', { closesAt: inMs(-1) }, 'window-closed'],
    ['the end date passed', { closesAt: inMs(-1), endsAt: inMs(-1) }, 'out-of-time'],
  ] as const)('begins nothing once %s', async (_, limits, because) => {
    await begin(freshly(orderWith(limits))).over
    expect(connections).toBe(0)
    expect(last()?.end).toEqual({ kind: 'put-off', because, interrupted: false })
  })

  it('begins nothing on a lease that may be another’s by now, until the cloud is heard', async () => {
    const { attempt, over } = begin(freshly(orderWith({})), Date.now() - 1)
    await expect
      .poll(() => last()?.log.map(({ text }) => text) ?? [])
      .toContain('the cloud does not answer: nothing is begun until it does')
    expect(last()).toMatchObject({ phase: 'connecting', phases: { transfer: { status: 'to-do' } } })
    attempt.hear({ verdict: 'keep' }, Date.now() + soon)
    await over
    expect(last()?.end).toEqual({ kind: 'success' })
  })

  it.each([
    ['pause', { kind: 'put-off', because: 'paused', interrupted: false }],
    ['stop', { kind: 'stopped' }],
    ['interrupt', { kind: 'stopped' }],
  ] as const)('that waits for the cloud obeys a %s at once', async (verdict, end) => {
    const { attempt, over } = begin(freshly(orderWith({})), Date.now() - 1)
    await expect.poll(() => reports().length).toBeGreaterThan(0)
    attempt.hear({ verdict }, 0)
    await over
    expect(last()?.end).toEqual(end)
  })

  it('tells nothing any more once it is another’s', async () => {
    const { attempt, over } = begin(freshly(orderWith({ manifest: { ...orderWith({}).manifest, command: 'sleep 5' } })))
    await expect.poll(() => last()?.phase).toBe('execution')
    attempt.hear({ verdict: 'drop' }, 0)
    await over
    expect(last()?.end).toBeNull()
    expect(journal.saved()).toEqual([])
  })

  it('breaks a transfer off when the window closes, where that is asked for', async () => {
    const order = orderWith({ closesAt: inMs(1500), atClosing: 'interrupt', bandwidth: { deployment: 80_000, site: null } })
    const began = Date.now()
    await begin(freshly(order)).over
    expect(Date.now() - began).toBeLessThan(4000)
    expect(reports().some(({ phase }) => phase === 'transfer')).toBe(true)
    expect(last()).toMatchObject({
      end: { kind: 'put-off', because: 'window-closed', interrupted: false },
      phases: { transfer: { status: 'to-do' } },
    })
  })

  it('obeys an end date that was moved while it runs, though it says nothing', async () => {
    const order = orderWith({ atClosing: 'interrupt', manifest: { ...orderWith({}).manifest, command: 'sleep 20' } })
    const { attempt, over } = begin(freshly(order))
    await expect.poll(() => last()?.scriptStarted).toBe(true)
    attempt.hear({ verdict: 'keep', endsAt: inMs(500) }, Date.now() + soon)
    await over
    expect(last()?.end).toEqual({ kind: 'put-off', because: 'out-of-time', interrupted: true })
  })

  it('that finds its script interrupted by an edge launcher that died goes on in another directory', async () => {
    mkdirSync(marker('attempt-1/started'), { recursive: true })
    mkdirSync(marker('attempt-1/interrupted'))
    for (const [file, text] of [
      ['exit', '143'],
      ['stdout', 'half\n'],
      ['stderr', ''],
    ] as const)
      writeFileSync(marker(`attempt-1/${file}`), text)
    await begin(freshly(orderWith({ lease: 2 }))).over
    expect(last()?.end).toEqual({ kind: 'put-off', because: 'window-closed', interrupted: true })
  })

  it('starts no script anew on a machine that was wiped since another edge launcher saw it start', async () => {
    await begin(freshly(orderWith({ lease: 2, scriptStarted: true }))).over
    expect(last()).toMatchObject({ scriptStarted: true, end: { kind: 'unknown', reason: { code: 'outcome-unknown' } } })
    expect(existsSync(join(home, 'runs'))).toBe(false)
  })

  it('tells that the script was started while it runs, though it says nothing', async () => {
    const { attempt, over } = begin(freshly(orderWith({ manifest: { ...orderWith({}).manifest, command: 'sleep 5' } })))
    await expect.poll(() => last()).toMatchObject({ phase: 'execution', scriptStarted: true, end: null })
    attempt.hear({ verdict: 'interrupt' }, 0)
    await over
  })

  it('does not wait for a machine that it had asked to halt before it crashed', async () => {
    const order = orderWith({
      halt: 'halt',
      phases: firstPhases({ transfer: true, execution: true, deletion: true, inventory: false, halt: true }),
    })
    await begin({ ...freshly(order), script: 'started', haltAsked: true }).over
    expect(connections).toBe(0)
    expect(last()).toMatchObject({ end: { kind: 'success' }, phases: { halt: { status: 'done' } } })
  })
})

describe('an attempt on a machine that does not answer', () => {
  const wake = { macs: ['02:00:5e:10:00:01'], broadcasts: [], waitMs: 20_000 }

  it('wakes it, also when it was waking it before a crash', async () => {
    answers = [failing('unreachable'), failing('unreachable'), failing('connection-refused')]
    const order = orderWith({ wake })
    const before: Report['phases'] = { ...order.phases, wol: { status: 'running', startedAt: inMs(-5000), endedAt: null, exitCode: null } }
    const report = { ...freshly(order), seq: 3 }
    await begin({
      ...report,
      report: {
        executionId: order.executionId,
        deploymentId: 'd1',
        machineId: 'm1',
        lease: 1,
        attempt: 1,
        seq: 3,
        at: inMs(0),
        phase: 'wol',
        phases: before,
        scriptStarted: false,
        end: null,
        contact: null,
        log: [],
      },
    }).over
    expect(packets).toBe(3)
    expect(last()).toMatchObject({ end: { kind: 'success' }, phases: { wol: { status: 'done', startedAt: before.wol.startedAt } } })
  }, 20_000)

  it.each(['connection-refused', 'host-key-changed', 'authentication-failed'] as const)('does not wake one that says %s', async (code) => {
    answers = [failing(code)]
    await begin(freshly(orderWith({ wake }))).over
    expect(packets).toBe(0)
    expect(last()?.end).toEqual({ kind: 'failure', reason: { code, detail: code, phase: null } })
  })

  it('puts it off at once when it is paused while it wakes', async () => {
    answers = Array.from({ length: 50 }, () => failing('unreachable'))
    const { attempt, over } = begin(freshly(orderWith({ wake })))
    await expect.poll(() => last()?.phase).toBe('wol')
    attempt.hear({ verdict: 'pause' }, 0)
    await over
    expect(last()).toMatchObject({ end: { kind: 'put-off', because: 'paused' }, phases: { wol: { status: 'to-do' } } })
  })
})
