/** Uploads that are looked at in another order than they came in: the queue promises none. */
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { recordInventory } from '../functions/use-cases/record-inventory.ts'
import { xmlInventory } from './lab/agent-client.ts'
import { memoryStores } from './lab/memory-stores.ts'

const installation = () => {
  const { ports, kept } = memoryStores()
  let ids = 0
  const newId = () => `id-${String(ids++).padStart(6, '0')}`
  const upload = (deviceId: string, programs: Record<string, string>) => {
    const uploadId = newId()
    kept.objects.set(uploadId, gzipSync(xmlInventory({ name: 'one', deviceId, serial: 'SERIAL-1', programs })))
    const receivedAt = new Date(Date.parse('2026-11-25T12:00:00Z') + ids * 1000).toISOString()
    const sender = { siteId: 'paris', userAgent: '', agentId: null, sourceIp: '192.0.2.1', isCounted: true }
    return { uploadId, objectKey: uploadId, receivedAt, ...sender }
  }
  const record = (message: ReturnType<typeof upload>) =>
    recordInventory({ ...ports, newId, now: () => Date.parse('2026-11-25T13:00:00Z'), changed: async () => {} }, message)
  return { kept, upload, record }
}

it('an upload that a later one has overtaken changes nothing, but its agent speaks for the machine', async () => {
  const { kept, upload, record } = installation()
  const [early, late] = [upload('early', { vim: '8' }), upload('late', { vim: '9' })]
  const created = await record(late)
  const before = [...kept.heads.values()][0]
  expect(await record(early)).toEqual({ kind: 'older', machineId: 'machineId' in created ? created.machineId : '' })
  const [head, ...others] = kept.heads.values()
  expect(others).toEqual([])
  expect(head).toMatchObject({ uploadId: late.uploadId, receivedAt: late.receivedAt, objectKey: before?.objectKey })
  expect(head?.sources.map(({ deviceId }) => deviceId)).toEqual(['late', 'early'])
  // The second time it finds itself there, and from now on it is recognised without its hardware.
  await record(early)
  expect([...kept.heads.values()][0]?.version).toBe(head?.version)
  expect(head?.keys).toContain(head?.sources[1]?.agentKey)
  expect(kept.identities.get(head?.sources[1]?.agentKey ?? '')).toMatchObject({ machineId: head?.machineId })
})
