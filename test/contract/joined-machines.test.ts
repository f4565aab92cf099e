/** Merging and splitting, cut off after each of its calls: done or not begun, and asked for again it is done. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentStore } from '../../functions/adapters/agents.ts'
import { doubtStore } from '../../functions/adapters/doubts.ts'
import { entityStore } from '../../functions/adapters/entities.ts'
import { inventoryStore } from '../../functions/adapters/inventories.ts'
import type { InventoryObjects } from '../../functions/adapters/inventory-objects.ts'
import { joinedMachines } from '../../functions/adapters/joined-machines.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import { siteStore } from '../../functions/adapters/sites.ts'
import { mergeMachines, splitMachine } from '../../functions/use-cases/join-machines.ts'
import { recordInventory } from '../../functions/use-cases/record-inventory.ts'
import { xmlInventory } from '../lab/agent-client.ts'
import { openWorkplace } from './index-workplace.ts'

let workplace: Awaited<ReturnType<typeof openWorkplace>>
beforeAll(async () => {
  workplace = await openWorkplace()
})
afterAll(() => workplace.close())

/** More calls than any of it makes. */
const mostCalls = 40

const installation = async () => {
  const bench = await workplace.newBench()
  const bytes = new Map<string, Uint8Array>()
  const objects: InventoryObjects = {
    putUpload: async (key, body) => void bytes.set(key, body),
    putRecord: async (key, body) => void bytes.set(key, body),
    get: async (key) => bytes.get(key) ?? null,
    delete: async (key) => void bytes.delete(key),
  }
  let ids = 0
  const common = {
    objects,
    changed: async () => {},
    newId: () => `id-${String(ids++).padStart(6, '0')}`,
    now: () => Date.parse('2026-11-25T12:00:00Z') + ids * 1000,
  }
  const machines = machineStore(bench.table)
  const inventories = inventoryStore(bench.table)
  const recording = {
    ...common,
    machines,
    inventories,
    entities: entityStore(bench.table),
    agents: agentStore(bench.table),
    doubts: doubtStore(bench.table),
  }
  /** The machine that the upload of this agent on this hardware reached. */
  const upload = async (deviceId: string, serial: string): Promise<string> => {
    const uploadId = common.newId()
    bytes.set(uploadId, gzipSync(xmlInventory({ name: deviceId, deviceId, serial, programs: { [deviceId]: uploadId } })))
    const outcome = await recordInventory(recording, {
      uploadId,
      siteId: 'paris',
      objectKey: uploadId,
      receivedAt: new Date(common.now()).toISOString(),
      userAgent: 'OCS-NG_unified_unix_agent_v2.10.0',
      agentId: null,
      sourceIp: '192.0.2.1',
      isCounted: true,
    })
    if (!('machineId' in outcome)) throw new Error(JSON.stringify(outcome))
    return outcome.machineId
  }
  const agentsOf = async (id: string) => (await inventories.head(id))?.sources.map(({ deviceId }) => deviceId).sort() ?? []
  const joining = {
    ...common,
    machines: machineStore(bench.mortal),
    inventories: inventoryStore(bench.mortal),
    joined: joinedMachines(bench.mortal),
    sites: siteStore(bench.mortal),
    entities: entityStore(bench.mortal),
  }
  return { ...bench, machines, inventories, upload, agentsOf, joining }
}

/** Dies after `calls` of its calls; whether it came to its end. */
const cutOff = async ({ dieAfter, revive }: Awaited<ReturnType<typeof installation>>, calls: number, work: () => Promise<unknown>) => {
  dieAfter(calls)
  const isDone = await work().then(
    () => true,
    () => false,
  )
  revive()
  return isDone
}

describe('cut off after each call', () => {
  it('a merge of two machines with inventories', async () => {
    for (let calls = 0, isDone = false; !isDone; calls++) {
      expect(calls).toBeLessThan(mostCalls)
      const here = await installation()
      const [keep, gone] = [await here.upload('a', 'A-1'), await here.upload('b', 'B-1')]
      isDone = await cutOff(here, calls, () => mergeMachines(here.joining, keep, gone))
      const isMerged = (await here.machines.get(gone)) === null
      expect(await here.agentsOf(keep)).toEqual(isMerged ? ['a', 'b'] : ['a'])
      expect(await here.agentsOf(gone)).toEqual(isMerged ? [] : ['b'])
      if (!isMerged) {
        expect(await here.upload('b', 'B-1')).toBe(gone)
        await mergeMachines(here.joining, keep, gone)
      }
      // In turn, though the hardware of each speaks against the other one.
      for (let turn = 0; turn < 2; turn++) {
        expect(await here.upload('b', 'B-1')).toBe(keep)
        expect(await here.upload('a', 'A-1')).toBe(keep)
      }
      expect(await here.agentsOf(keep)).toEqual(['a', 'b'])
    }
  })

  it('a merge into a machine that somebody had added by hand', async () => {
    for (let calls = 0, isDone = false; !isDone; calls++) {
      expect(calls).toBeLessThan(mostCalls)
      const here = await installation()
      await here.saveMachine('by-hand', 7, 'by hand')
      const gone = await here.upload('b', 'B-1')
      const siteId = (await here.machines.get('by-hand'))?.siteId ?? ''
      const machine = await here.machines.get(gone)
      if (machine) await here.machines.edit(machine, { siteId })
      isDone = await cutOff(here, calls, () => mergeMachines(here.joining, 'by-hand', gone))
      if (await here.machines.get(gone)) {
        expect(await here.agentsOf('by-hand')).toEqual([])
        await mergeMachines(here.joining, 'by-hand', gone)
      }
      expect(await here.agentsOf('by-hand')).toEqual(['b'])
      expect(await here.upload('b', 'B-1')).toBe('by-hand')
    }
  })

  it('a split; and the machine that was made, deleted before its agent came again, leaves nothing behind', async () => {
    for (let calls = 0, isDone = false; !isDone; calls++) {
      expect(calls).toBeLessThan(mostCalls)
      const here = await installation()
      const id = await here.upload('a', 'S-1')
      expect(await here.upload('b', 'S-1')).toBe(id)
      const head = await here.inventories.head(id)
      const key = head?.sources.find(({ deviceId }) => deviceId === 'b')?.agentKey ?? ''
      isDone = await cutOff(here, calls, () => splitMachine(here.joining, id, key))
      const left = await here.agentsOf(id)
      if (left.length === 2) await splitMachine(here.joining, id, key)
      else expect(left).toEqual(['a'])
      const made = await here.upload('b', 'S-1')
      expect(made).not.toBe(id)
      expect(await here.agentsOf(made)).toEqual(['b'])
      expect(await here.upload('a', 'S-1')).toBe(id)
    }
    const here = await installation()
    const id = await here.upload('a', 'S-1')
    await here.upload('b', 'S-1')
    const key = (await here.inventories.head(id))?.sources.find(({ deviceId }) => deviceId === 'b')?.agentKey ?? ''
    const made = await splitMachine(here.joining, id, key)
    await here.inventories.forget(made.id)
    await here.machines.delete(made.id)
    expect(await here.upload('b', 'S-1')).toBe(id)
  })

  it('one installation of an agent that spoke for both stands once', async () => {
    const here = await installation()
    const before = await here.upload('a', 'OLD-BOARD')
    const after = await here.upload('a', 'NEW-BOARD')
    expect(after).not.toBe(before)
    await mergeMachines(here.joining, before, after)
    expect(await here.agentsOf(before)).toEqual(['a'])
    expect(await here.upload('a', 'NEW-BOARD')).toBe(before)
  })
})
