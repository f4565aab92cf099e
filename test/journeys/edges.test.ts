/** E11: several edge launchers on a site share the work, one that dies has its work taken over, deployments take turns. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DynamoDBClient, ListTablesCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type LabEdge, startEdge } from '../lab/edge.ts'
import { labMachines } from './lab-machines.ts'
import { addPackage, executionsOf, logOf, textOf, until } from './product.ts'
import { runningProduct } from './running.ts'
import { clientOf } from './stand-ins.ts'

describe('several edge launchers on one site', () => {
  const lab = labMachines()
  const product = runningProduct('--no-demo')
  const edges: LabEdge[] = []
  const machineIds: string[] = []

  const edgeOf = async (name: string, slots: number): Promise<LabEdge> => {
    const edge = await startEdge(product, { siteId: 'branch', name, slots })
    edges.push(edge)
    return edge
  }

  beforeAll(async () => {
    await product.call(routes.createSite, { body: { id: 'branch', name: 'Branch', timeZone: 'Europe/Paris' } })
    await edgeOf('branch-1', 2)
    await edgeOf('branch-2', 2)
    for (let at = 1; at <= 4; at++) {
      const machine = await lab.start(`branch-pc-${at}`)
      for (const { sshPublicKey } of edges) await machine.authorize(sshPublicKey)
      const { id } = await product.call(routes.createMachine, {
        body: { name: `branch-pc-${at}`, siteId: 'branch', address: machine.address, port: machine.port },
      })
      machineIds.push(id)
    }
  })

  afterAll(() => Promise.all(edges.map((edge) => edge.remove())))

  /** Changes what is stored, as if time had gone by. */
  const rewrite = async (table: RegExp, key: { pk: string; sk: string }, attributes: Record<string, string>): Promise<void> => {
    const dynamodb = clientOf(product, DynamoDBClient, 'DYNAMODB')
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}))
    const names = Object.keys(attributes)
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: TableNames.find((name) => table.test(name)) ?? '',
        Key: { pk: { S: key.pk }, sk: { S: key.sk } },
        UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, { S: attributes[name] ?? '' }])),
      }),
    )
  }

  /** As if five minutes had gone by: the leases of the edge end now. */
  const endLeases = async (executionIds: readonly string[]): Promise<void> => {
    const past = new Date(Date.now() - 1000).toISOString()
    for (const id of executionIds) {
      const [deployment, index = '0', place = '0'] = id.split('.')
      const key = { pk: `D#${deployment}#0`, sk: `E#${index.padStart(6, '0')}#${place.padStart(3, '0')}` }
      await rewrite(/Executions/, key, { leaseUntil: past, gsi1sk: past })
    }
  }

  it('E11 share the machines by their free slots', async () => {
    const pack = await addPackage(product, { label: 'Shared', command: './install.sh' }, { 'install.sh': '#!/bin/sh\nsleep 2\n' })
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds } })
    const executions = await until(
      () => executionsOf(product, deployment),
      (all) => all.length === 4 && all.every(({ state }) => state === 'done'),
    )
    const count = (edge: LabEdge | undefined) => executions.filter(({ edgeId }) => edgeId === edge?.id).length
    expect(edges.map(count)).toEqual([2, 2])
  })

  it('E11 the work of one that dies is taken over: each script runs once, and nothing that it said is lost', async () => {
    const pack = await addPackage(
      product,
      { label: 'Long', command: './install.sh' },
      { 'install.sh': '#!/bin/sh\necho ran >>"$HOME/runs"\nfor i in 1 2 3 4 5 6 7 8; do echo "step $i"; sleep 1; done\n' },
    )
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds } })
    const running = await until(
      () => executionsOf(product, deployment),
      (all) => all.length === 4 && all.every(({ state }) => state === 'execution'),
    )
    const [dying, living] = edges
    if (!dying || !living) throw new Error('two edge launchers are needed')
    await dying.kill()
    const orphaned = running.filter(({ edgeId }) => edgeId === dying.id).map(({ id }) => id)
    expect(orphaned).toHaveLength(2)
    await endLeases(orphaned)
    await until(
      async () => (await executionsOf(product, deployment)).map(({ state, why }) => ({ state, why: why?.text ?? '' })),
      (all) => all.every(({ state }) => state === 'done'),
      90_000,
    )
    const executions = await executionsOf(product, deployment)
    expect(executions.every(({ edgeId, attempt }) => edgeId === living.id && attempt === 1)).toBe(true)
    for (const machine of lab.all) expect(await readFile(join(machine.home, 'runs'), 'utf8')).toBe('ran\n')
    for (const execution of executions) {
      const said = textOf(await logOf(product, execution), 'stdout')
      for (let step = 1; step <= 8; step++) expect(said).toContain(`step ${step}`)
    }
    // It comes back with its journal: what it held is no longer its own, and it does nothing with it.
    dying.start()
    await until(
      async () => (await product.call(routes.getSite, { params: { id: 'branch' } })).edges.find(({ id }) => id === dying.id)?.slotsUsed,
      (used) => used === 0,
    )
    expect((await executionsOf(product, deployment)).every(({ state }) => state === 'done')).toBe(true)
    for (const machine of lab.all) expect(await readFile(join(machine.home, 'runs'), 'utf8')).toBe('ran\n')
  }, 150_000)

  it('E11 a script that was seen to start is not run again on a machine that was wiped before it was taken over', async () => {
    const [first, second] = edges
    if (!first || !second) throw new Error('two edge launchers are needed')
    const command = '#!/bin/sh\necho ran >>"$HOME/wiped-runs"\nsleep 4\n'
    const pack = await addPackage(product, { label: 'Wiped', command: './install.sh' }, { 'install.sh': command })
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: machineIds.slice(0, 1) } })
    const one = async () => (await executionsOf(product, deployment))[0]
    const running = await until(one, (execution) => execution?.state === 'execution')
    const [machine] = lab.all
    if (!running || !machine) throw new Error('nothing runs')
    // The machine has confirmed the start within a second of it.
    await until(
      () => readFile(join(machine.home, 'wiped-runs'), 'utf8').catch(() => ''),
      (text) => text === 'ran\n',
    )
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const holder = running.edgeId === first.id ? first : second
    await holder.kill()
    await rm(join(machine.home, '.pulse'), { recursive: true })
    await endLeases([running.id])
    const ended = await until(one, (execution) => execution?.state === 'unknown', 60_000)
    expect(ended).toMatchObject({ reason: { code: 'outcome-unknown' } })
    expect(await readFile(join(machine.home, 'wiped-runs'), 'utf8')).toBe('ran\n')
    holder.start()
  }, 120_000)

  it('E4 an end date that a relaunch moves ends what runs already, too', async () => {
    const [failing, running] = lab.all
    if (!failing || !running) throw new Error('two machines are needed')
    await writeFile(join(failing.home, 'fails'), '')
    const command = '#!/bin/sh\ntest ! -e "$HOME/fails" || exit 3\nsleep 90\n'
    const pack = await addPackage(product, { label: 'Ending', command: './install.sh' }, { 'install.sh': command })
    const deployment = await product.call(routes.createDeployment, {
      body: { packageId: pack.id, machineIds: machineIds.slice(0, 2), options: { attempts: 1, atClosing: 'interrupt' } },
    })
    const states = async () => (await executionsOf(product, deployment)).map(({ state, reason }) => `${state} ${reason?.code ?? ''}`)
    await until(states, (all) => all.includes('failed script-failed') && all.includes('execution '))
    const endAt = new Date(Date.now() + 8000).toISOString()
    await product.call(routes.relaunchDeployment, { params: { id: deployment.id }, body: { which: 'failed', endAt } })
    await until(states, (all) => all.filter((state) => state === 'failed out-of-time').length === 1, 45_000)
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(endAt))
    await rm(join(failing.home, 'fails'))
  }, 120_000)

  it('E11 deployments take turns: a small one does not wait for a large one, and full edges only delay', async () => {
    const pack = await addPackage(product, { label: 'Turn', command: './install.sh' }, { 'install.sh': '#!/bin/sh\nsleep 1\n' })
    const many = await Promise.all(
      Array.from({ length: 5 }, () => product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds } })),
    )
    const last = many.at(-1)
    if (!last) throw new Error('no deployment')
    const [waiting] = await until(
      () => executionsOf(product, last),
      (all) => all.length === 4,
    )
    if (waiting?.state === 'ready') expect(waiting.why?.code).toMatch(/^(edges-full|waits-for-edge)$/)
    for (const deployment of many)
      await until(
        () => product.call(routes.getDeployment, { params: { id: deployment.id } }),
        ({ state }) => state === 'done',
        90_000,
      )
    const starts = await Promise.all(
      many.map(async (deployment) => (await executionsOf(product, deployment)).map(({ startedAt }) => Date.parse(startedAt ?? ''))),
    )
    const first = (times: readonly number[]): number => Math.min(...times)
    const last4 = Math.max(...starts.map((times) => Math.max(...times)))
    // With four places for twenty machines, every deployment has begun before half of the time has gone by.
    const begun = Math.min(...starts.map(first))
    expect(Math.max(...starts.map(first)) - begun).toBeLessThan((last4 - begun) / 2)
  }, 150_000)

  it('says which edge launcher is silent, and goes on when one is there again', async () => {
    const pack = await addPackage(product, { label: 'Silent', command: './install.sh' }, { 'install.sh': '#!/bin/sh\n' })
    await Promise.all(edges.map((edge) => edge.kill()))
    const seenAt = new Date(Date.now() - 4 * 60_000).toISOString()
    for (const { id } of edges) await rewrite(/Main/, { pk: `EDGE#${id}`, sk: 'EDGE' }, { lastSeenAt: seenAt })
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: machineIds.slice(0, 1) } })
    expect(deployment.warnings).toEqual([{ code: 'edges-silent', count: 1, detail: 'Branch' }])
    const [waiting] = await until(
      () => executionsOf(product, deployment),
      (all) => all[0]?.state === 'ready',
    )
    expect(waiting?.why).toMatchObject({ code: 'edges-silent', facts: { seenAt } })
    expect(waiting?.why?.text).toMatch(/^Edge launcher branch-[12] has not been seen since /)
    for (const edge of edges) edge.start()
    await until(
      () => product.call(routes.getDeployment, { params: { id: deployment.id } }),
      ({ state }) => state === 'done',
    )
  }, 120_000)
})
