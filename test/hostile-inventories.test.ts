/** Real captures, broken in 10,000 ways: nothing crashes, no record is half, no machine of others is touched. */
import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codec } from '../functions/normalise/codec.ts'
import { recordIn } from '../functions/use-cases/inventory-history.ts'
import { receiveFromSite } from '../functions/use-cases/receive-inventory.ts'
import { type Outcome, recordInventory } from '../functions/use-cases/record-inventory.ts'
import { InventoryMessage, InventoryRecord } from '../shared/contracts/inventory.ts'
import { termsOf } from '../shared/domain/inventory/terms.ts'
import { memoryStores } from './lab/memory-stores.ts'

const captures = ['ocs-debian.xml', 'fusioninventory-debian.xml', 'glpi-debian.json'].map((name) =>
  readFileSync(new URL(`../functions/normalise/captures/${name}`, import.meta.url)),
)
const victim = { uuid: 'A1B2C3D4-0051-3610-8052-B4C04F4D3132', serial: 'VICTIM-1', agentId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' }
const victimDocument = `<REQUEST><CONTENT><HARDWARE><NAME>victim</NAME><UUID>${victim.uuid}</UUID></HARDWARE><BIOS><SSN>${victim.serial}</SSN></BIOS>
<SOFTWARES><NAME>kept</NAME><VERSION>1</VERSION></SOFTWARES></CONTENT><DEVICEID>victim-2026-01-01-00-00-00</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>`

/** One installation: the door, then what the queue does with what the door let in. */
const installation = () => {
  const { ports, kept } = memoryStores()
  let ids = 0
  const newId = () => `id-${String(ids++).padStart(8, '0')}`
  const now = () => Date.parse('2026-11-25T12:00:00Z') + ids * 1000
  const queue: InventoryMessage[] = []
  const send = async (
    siteId: string,
    bytes: Uint8Array,
    agentId: string | null = null,
  ): Promise<{ status: number; outcomes: Outcome[] }> => {
    const door = {
      ...ports,
      codec,
      newId,
      now,
      inventoriesQueue: { send: async (message: object) => void queue.push(InventoryMessage.parse(message)), sendAll: async () => {} },
      agents: { ...ports.agents, countUpload: async () => 1 },
    }
    const { status } = await receiveFromSite(door, siteId, {
      bytes,
      userAgent: 'OCS-NG_unified_unix_agent_v2.10.0',
      agentId,
      sourceIp: '192.0.2.1',
    })
    const outcomes: Outcome[] = []
    for (const message of queue.splice(0)) outcomes.push(await recordInventory({ ...ports, newId, now, changed: async () => {} }, message))
    return { status, outcomes }
  }
  return { send, kept }
}

const nasty = [
  '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
  '<![CDATA[',
  ']]>',
  '&#0;',
  '&#x110000;',
  '&y;',
  '<SOFTWARES>',
  '</CONTENT>',
  '</REQUEST>',
  '<QUERY>PROLOG</QUERY>',
  '{"a":',
  '[[[[[[[[[[[[[[[[[[[[[',
  '"__proto__":{"x":1},',
  '"partial":true,',
  '-1',
  '1e999',
  '99999999999999999999999',
  'NaN',
  '\u0000',
  '\u202e',
  '\ud800',
  'é',
  'Ã©',
  '../../../etc/passwd',
  victim.uuid,
  victim.serial,
  'victim',
  '\r\n\r\n',
  'A'.repeat(70_000),
]
const place = fc.nat({ max: 1_000_000 })
type Mutation = (bytes: Buffer) => Buffer
const at = (bytes: Buffer, where: number): number => (bytes.length === 0 ? 0 : where % bytes.length)
/** What a forger changes: who the machine and the agent say that they are. */
const forged: readonly (readonly [string, readonly string[]])[] = [
  [
    '4C4C4544-0051-3610-8052-B4C04F4D3132',
    [victim.uuid, '', '00000000-0000-0000-0000-000000000000', '4C4C4544-0051-3610-8052-B4C04F4D7777'],
  ],
  ['Q6R1M12', [victim.serial, '', 'To be filled by O.E.M.', 'Q6R1M13']],
  ['pc-12-2026-11-25-13-45', ['victim-2026-01-01-00-00', 'pc-13-2026-11-25-13-45', '../', '']],
  ['>pc-12<', ['>victim<', '><', '>pc-13<']],
  ['"action": "inventory"', ['"action": "inventory", "partial": true', '"action": "netdiscovery"', '"action": "contact"']],
]
const forgery: fc.Arbitrary<Mutation> = fc.constantFrom(...forged.flatMap(([from, all]) => all.map((to) => ({ from, to })))).map(
  ({ from, to }) =>
    (bytes) =>
      Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1'),
)
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { arbitrary: forgery, weight: 6 },
  fc.record({ where: place, value: fc.nat(255) }).map(
    ({ where, value }): Mutation =>
      (bytes) => {
        const copy = Buffer.from(bytes)
        if (copy.length > 0) copy[at(copy, where)] = value
        return copy
      },
  ),
  fc.record({ where: place, text: fc.constantFrom(...nasty) }).map(
    ({ where, text }): Mutation =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at(bytes, where)), Buffer.from(text), bytes.subarray(at(bytes, where))]),
  ),
  // The text of an element or of a field, which leaves the document whole.
  fc.record({ where: place, text: fc.constantFrom(...nasty) }).map(
    ({ where, text }): Mutation =>
      (bytes) => {
        const from = bytes.indexOf('>', at(bytes, where))
        const to = bytes.indexOf('</', from)
        return from < 0 || to < 0 ? bytes : Buffer.concat([bytes.subarray(0, from + 1), Buffer.from(text), bytes.subarray(to)])
      },
  ),
  fc.record({ where: place, length: fc.nat(3000) }).map(
    ({ where, length }): Mutation =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at(bytes, where)), bytes.subarray(at(bytes, where) + length)]),
  ),
  fc.record({ from: place, length: fc.nat(3000), to: place }).map(
    ({ from, length, to }): Mutation =>
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, at(bytes, to)),
          bytes.subarray(at(bytes, from), at(bytes, from) + length),
          bytes.subarray(at(bytes, to)),
        ]),
  ),
  place.map(
    (where): Mutation =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
)
const hostile = fc.record({
  capture: fc.constantFrom(...captures),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
  packed: fc.constantFrom<'no' | 'zlib' | 'broken zlib'>('no', 'no', 'no', 'zlib', 'broken zlib'),
  agentId: fc.constantFrom(null, null, victim.agentId, '11111111-2222-3333-4444-555555555555'),
})

describe('H2 hostile uploads', () => {
  it('10,000 mutations of real captures', { timeout: 300_000 }, async () => {
    const { send, kept } = installation()
    const first = await send('lyon', Buffer.from(victimDocument))
    const [outcome] = first.outcomes
    if (outcome?.kind !== 'created') throw new Error('the victim is not there')
    const { machineId } = outcome
    const snapshot = () =>
      JSON.stringify([
        kept.machines.get(machineId),
        kept.heads.get(machineId),
        kept.histories.get(machineId),
        [...(kept.objects.get(kept.heads.get(machineId)?.objectKey ?? '') ?? [])],
      ])
    const before = snapshot()
    const ends = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(hostile, async ({ capture, mutations, packed, agentId }) => {
        const mutated = mutations.reduce<Buffer>((bytes, mutate) => mutate(bytes), capture)
        const bytes = packed === 'no' ? mutated : deflateSync(mutated)
        if (packed === 'broken zlib' && bytes.length > 10) bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff
        const { status, outcomes } = await send('paris', bytes, agentId)
        expect([200, 400, 409, 413, 501]).toContain(status)
        for (const end of [String(status), ...outcomes.map(({ kind }) => kind)]) ends.set(end, (ends.get(end) ?? 0) + 1)
        for (const one of outcomes) {
          if (one.kind !== 'created' && one.kind !== 'changed') continue
          expect(one.machineId).not.toBe(machineId)
          const record = recordIn(kept.objects.get(kept.heads.get(one.machineId)?.objectKey ?? '') ?? Buffer.alloc(0))
          // All of it, or nothing.
          InventoryRecord.parse(record)
          expect(JSON.stringify(record)).not.toContain('canary')
          termsOf(record)
        }
        expect(snapshot()).toBe(before)
      }),
      { numRuns: 10_000, seed: 20_261_125, endOnFailure: true },
    )
    // Every way out was taken.
    for (const end of ['200', '400', '501', 'created', 'changed', 'refused', 'waits', 'incomplete'])
      expect(ends.get(end) ?? 0, `${end}: ${JSON.stringify([...ends])}`).toBeGreaterThan(0)
    expect([...kept.machines.values()].every(({ siteId, id }) => siteId === 'paris' || id === machineId)).toBe(true)
  })

  it('a bomb is refused before it is unpacked, and so is what is too large', async () => {
    const { send } = installation()
    const before = process.memoryUsage().rss
    expect((await send('paris', deflateSync(Buffer.alloc(100 * 2 ** 20, 32)))).status).toBe(413)
    expect((await send('paris', Buffer.alloc(5 * 2 ** 20, 32))).status).toBe(413)
    expect(process.memoryUsage().rss - before).toBeLessThan(250 * 2 ** 20)
  })
})
