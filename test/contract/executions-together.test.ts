/** Many executions in one write, over the wire: each under its own condition, none in the way of another. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstPhases } from '#shared/domain/deployment/execution.ts'
import { type Change, type ExecutionStore, executionStore } from '../../functions/adapters/executions.ts'
import { ExecutionRecord } from '../../functions/adapters/records.ts'
import { Table } from '../../functions/adapters/table.ts'
import { type DynamoDb, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts'

let folder: string
let server: DynamoDb
let executions: ExecutionStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-executions-'))
  server = await startDynamoDb({ directory: folder, otherwise: undefined, onExit: () => {} })
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }
  const client = new DynamoDBClient({ endpoint: server.url, region: 'eu-west-1', credentials })
  const keys = (prefix: string) =>
    [
      { AttributeName: `${prefix}pk`, KeyType: 'HASH' },
      { AttributeName: `${prefix}sk`, KeyType: 'RANGE' },
    ] as const
  const indexes = ['gsi1', 'gsi2', 'gsi3']
  await client.send(
    new CreateTableCommand({
      TableName: 'executions',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [...keys('')],
      AttributeDefinitions: ['', ...indexes].flatMap((prefix) =>
        keys(prefix).map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' as const })),
      ),
      GlobalSecondaryIndexes: indexes.map((name) => ({
        IndexName: name,
        KeySchema: [...keys(name)],
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  )
  executions = executionStore(
    new Table(DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }), 'executions'),
  )
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const at = '2026-11-25T12:00:00.000Z'
const ready = (deploymentId: string, index: number): ExecutionRecord =>
  ExecutionRecord.parse({
    id: `${deploymentId}.${index}.0`,
    deploymentId,
    machineId: `machine-${index}`,
    machineName: `machine ${index}`,
    siteId: 'paris',
    package: { id: 'p', label: 'Hello', version: '1.0' },
    place: 0,
    order: 1,
    inBundle: false,
    state: 'ready',
    used: 0,
    earlier: 0,
    attempt: 0,
    attempts: 1,
    retryDelayMs: 60_000,
    lease: 0,
    leaseUntil: null,
    seq: 0,
    nextAt: null,
    isBlocked: false,
    asked: null,
    phases: firstPhases({ transfer: true, execution: true, deletion: true, inventory: false, halt: false }),
    reason: null,
    edgeId: null,
    startedAt: null,
    endedAt: null,
    createdAt: at,
    updatedAt: at,
  })
const many = (deploymentId: string, count: number): ExecutionRecord[] =>
  Array.from({ length: count }, (_, index) => ready(deploymentId, index))
const stop: Change = { event: 'stop', to: 'stopped', set: { endedAt: at, updatedAt: at }, lease: 0 }

it('stops all but those that an edge launcher has taken meanwhile', async () => {
  const all = many('stopped', 230)
  await executions.createAll(all)
  // Of some transactions one, of others all.
  const taken = [7, ...Array.from({ length: 90 }, (_, one) => 105 + one), 229]
  for (const index of taken) {
    const before = all[index]
    if (before)
      await executions.move(before, {
        event: 'claim',
        to: 'claimed',
        set: { lease: 1, leaseUntil: at, edgeId: 'edge', attempt: 1 },
        lease: 0,
      })
  }
  const done = await executions.moveAll(all.map((before) => ({ before, change: stop })))
  expect(done.flatMap((after, index) => (after === null ? [index] : []))).toEqual(taken)
  const stored = await executions.getMany(all.map(({ id }) => id))
  for (const [index, { id }] of all.entries()) expect(stored.get(id)?.state, id).toBe(taken.includes(index) ? 'claimed' : 'stopped')
  expect((await executions.ready('paris', 'stopped', { limit: 300 })).items).toEqual([])
  // Asked for again, nothing is left to do.
  expect((await executions.moveAll(all.map((before) => ({ before, change: stop })))).every((after) => after === null)).toBe(true)
})

it('makes those that are missing, and leaves alone those that are there', async () => {
  const all = many('made', 150)
  await executions.createAll(all.filter((_, index) => index % 3 === 0))
  await executions.moveAll([{ before: ready('made', 3), change: stop }])
  await executions.createAll(all)
  const stored = await executions.getMany(all.map(({ id }) => id))
  expect(stored.size).toBe(150)
  expect([...stored.values()].filter(({ state }) => state === 'stopped').map(({ id }) => id)).toEqual(['made.3.0'])
})
