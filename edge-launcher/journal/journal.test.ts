import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Order, type Report } from '#shared/contracts/edge.ts'
import { firstPhases } from '#shared/domain/deployment/execution.ts'
import { freshly, openJournal } from './journal.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pulse-journal-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const instant = '2026-11-25T12:00:00.000Z'
const phases = firstPhases({ transfer: true, execution: true, deletion: true, inventory: true, halt: true })
const order = Order.parse({
  executionId: 'd1.0.0',
  deploymentId: 'd1',
  lease: 1,
  leaseUntil: instant,
  attempt: 1,
  machine: { id: 'm1', name: 'm1', address: '192.0.2.7', otherAddresses: [], port: 22, user: 'root', keyName: 'site', hostKey: null },
  manifest: { packageId: 'p1', label: 'P', version: '1', command: 'true', files: [] },
  manifestSha256: 'a'.repeat(64),
  downloads: [],
  phases,
  wake: { macs: ['02:00:5e:10:00:01'], broadcasts: [], waitMs: 1000 },
  parameters: '',
  runScript: true,
  deleteFiles: true,
  inventory: true,
  halt: 'reboot',
  scriptTimeoutMs: 60_000,
  closesAt: null,
  endsAt: null,
  atClosing: 'finish',
  bandwidth: { deployment: null, site: null },
})
const report: Report = {
  executionId: order.executionId,
  deploymentId: 'd1',
  machineId: 'm1',
  lease: 1,
  attempt: 1,
  seq: 4,
  at: instant,
  phase: 'inventory',
  phases: { ...phases, inventory: { status: 'running', startedAt: instant, endedAt: null, exitCode: null } },
  scriptStarted: false,
  end: null,
  contact: null,
  log: [],
}

it('finds again where each order stood, and what was said of it', () => {
  const path = join(folder, 'journal.db')
  const journal = openJournal(path)
  journal.add([order])
  expect(journal.saved()).toEqual([freshly(order)])
  journal.mark(order, 'started')
  const position = { program: 'inventory', followed: 1, out: 120, err: 7, hostKey: 'ssh-ed25519 AAAA' } as const
  journal.report(report, position)
  journal.haltAsked(order)
  // Not closed: as after kill -9.
  const again = openJournal(path)
  expect(again.saved()).toEqual([{ order, seq: 4, script: 'started', haltAsked: true, position, report }])
  expect(again.unsentCount()).toBe(1)
  // A later lease of the same execution begins anew.
  again.add([{ ...order, lease: 2 }])
  expect(again.saved()).toEqual([freshly({ ...order, lease: 2 })])
})

it('opens the journal of an earlier version, and forgets the orders that lack what is needed now', () => {
  const path = join(folder, 'old.db')
  const old = new DatabaseSync(path)
  old.exec(`CREATE TABLE orders (
    execution TEXT NOT NULL, lease INTEGER NOT NULL, body TEXT NOT NULL, seq INTEGER NOT NULL DEFAULT 0,
    script TEXT NOT NULL DEFAULT 'none', followed INTEGER NOT NULL DEFAULT 0,
    out INTEGER NOT NULL DEFAULT 0, err INTEGER NOT NULL DEFAULT 0, host_key TEXT, report TEXT,
    PRIMARY KEY (execution)
  ) STRICT`)
  const add = old.prepare('INSERT INTO orders (execution, lease, body, script) VALUES (?, 1, ?, ?)')
  add.run('d1.0.0', JSON.stringify(order), 'sent')
  const { phases: _, ...lacking } = order
  add.run('d1.0.1', JSON.stringify({ ...lacking, executionId: 'd1.0.1' }), 'sent')
  old.close()
  const journal = openJournal(path)
  expect(journal.saved()).toEqual([{ ...freshly(order), script: 'sent' }])
  expect(journal.saved()).toHaveLength(1)
  journal.close()
})
