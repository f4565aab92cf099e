/** Uploads that are refused, and what is cut out of those that are kept. */
import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { jsonInventory, say, uuid, xmlInventory } from '../../lab/agent-client.ts'
import { inventoriesIn } from '../inventories.ts'
import { until } from '../product.ts'
import type { RunningProduct } from '../running.ts'
import { clientOf } from '../stand-ins.ts'

export const refused = (product: RunningProduct): void => {
  const door = () => product.ready.inventory
  const { named, one, inventoryOf, refusals } = inventoriesIn(product)

  it('bombs, declarations, other queries: at the door, with a sentence that the agent writes into its log', async () => {
    const bomb = await say(door(), Buffer.alloc(60 * 2 ** 20, 32))
    expect(bomb.status).toBe(413)
    expect(bomb.text).toContain('unpacks to more than')
    const entity = await say(door(), '<!DOCTYPE a [<!ENTITY b "c">]><REQUEST><QUERY>INVENTORY</QUERY></REQUEST>')
    expect(entity).toMatchObject({ status: 400 })
    expect(entity.text).toContain('<ERROR>')
    expect((await say(door(), '<REQUEST><DEVICEID>a</DEVICEID><QUERY>SNMPQUERY</QUERY></REQUEST>')).status).toBe(501)
    expect((await say(door(), '{"action":"netdiscovery","deviceid":"a"}', { packing: 'none', type: 'application/json' })).status).toBe(501)
    expect(
      (await say(door(), `{"deviceid":"a","content":${'['.repeat(10_000)}`, { packing: 'none', type: 'application/json' })).status,
    ).toBe(400)
    expect((await say(door(), xmlInventory({ name: 'x', deviceId: '../../etc' }))).status).toBe(400)
    expect((await say(door(), 'hello', { packing: 'none' })).status).toBe(400)
  })

  it('what makes no sense further in is listed for the operator, and makes no machine', async () => {
    await say(door(), xmlInventory({ name: 'half', uuid: uuid('0b'), more: '<SOFTWARES><NAME>never closed</SOFTWARES>' }))
    const found = await until(refusals, (all) => all.some(({ why }) => why.includes('not well-formed')))
    expect(found[0]).toMatchObject({ siteId: 'local', userAgent: 'test', sourceIp: '127.0.0.1', reason: 'unreadable' })
    // What was refused at the door before is listed too.
    const reasons = new Set(found.map(({ reason }) => reason))
    expect([...reasons]).toEqual(expect.arrayContaining(['too-large', 'unreadable', 'not-inventory', 'nameless']))
    expect(await named('half')).toEqual([])
  })

  it('a device that sends without end is told to wait', async () => {
    let last = 0
    for (let at = 0; at < 40 && last !== 429; at++) last = (await say(door(), xmlInventory({ name: 'loop', uuid: uuid('0c') }))).status
    expect(last).toBe(429)
  })

  it('R18 passwords in environments and command lines are nowhere: not in the record, not in what is kept of the upload', async () => {
    const secret = 'canary-8d1f'
    const productKey = 'ABCDE-12345-FGHIJ-67890-KLMNO'
    const more = `<ENVS><KEY>DB</KEY><VAL>${secret}</VAL></ENVS><processes><CMD>mysql -p${secret}</CMD></processes><LICENSEINFOS><KEY>${secret}</KEY></LICENSEINFOS>
<REGISTRY><NAME>ProductKey</NAME><REGVALUE>${secret}</REGVALUE></REGISTRY><REGISTRY><NAME>Edition</NAME><REGVALUE>${productKey}</REGVALUE></REGISTRY>`
    await say(door(), xmlInventory({ name: 'secretive', uuid: uuid('0d'), programs: { shown: '1' }, more }))
    const json = {
      envs: [{ key: 'DB', val: secret }],
      processes: [{ cmd: secret }],
      hardware: { name: 'secretive-2', uuid: uuid('0e'), winprodkey: secret },
      softwares: [{ name: 'shown' }],
    }
    await say(door(), jsonInventory('secretive-2', json), { packing: 'none', type: 'application/json' })
    const { id } = await one('secretive-2')
    const partial = { ...json, softwares: [{ name: 'shown', version: '2' }], registry: [{ name: 'password', regvalue: secret }] }
    await say(door(), jsonInventory('secretive-2', partial, true), { packing: 'none', type: 'application/json' })
    await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.software[0]?.version === '2',
    )
    const { registry } = (await inventoryOf((await one('secretive')).id)).inventory
    expect(registry.map(({ name }) => name)).toEqual(['Edition'])
    const s3 = clientOf(product, S3Client, 'S3')
    const texts: string[] = []
    for (const { Name } of (await s3.send(new ListBucketsCommand({}))).Buckets ?? []) {
      for (const { Key } of (await s3.send(new ListObjectsV2Command({ Bucket: Name ?? '' }))).Contents ?? []) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: Name ?? '', Key: Key ?? '' }))
        texts.push(gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString('utf8'))
      }
    }
    expect(texts.filter((text) => text.includes('shown')).length).toBeGreaterThanOrEqual(5)
    expect(texts.filter((text) => text.includes(secret) || text.includes(productKey))).toEqual([])
  })
}
