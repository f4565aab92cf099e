/** H1, C4: a fleet uploads as agents do; what it has can be searched, counted and suggested, and follows every change. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { openStores } from '../fleet/fast-road.ts'
import { installationIn } from '../fleet/installation.ts'
import { uploadOf } from '../fleet/machine.ts'
import { until } from './product.ts'
import { runningProduct } from './running.ts'

const run = promisify(execFile)
const root = new URL('../..', import.meta.url).pathname
const product = runningProduct('--no-demo', '--no-edge')

const fleet = async (...args: readonly string[]): Promise<string> =>
  (await run('npm', ['run', '-s', 'fleet', '--', ...args, '--data', product.ready.data], { cwd: root, timeout: 150_000 })).stderr
const counted = async (query: { field: string; first?: string; begins?: string }) => {
  const { items } = await product.call(routes.countFieldValues, { query: { limit: 100, ...query } })
  return Object.fromEntries(items.map(({ value, second, machines }) => [second === null ? value : `${value} ${second}`, machines]))
}
type Sent = { content: { softwares: { name: string; version: string }[]; hardware: { name: string }; bios: { smanufacturer: string } } }
const sent = (number: number, round = 0): Sent['content'] => (uploadOf(1, number, round).document as Sent).content

describe('C4 what a fleet has', () => {
  it('is counted, by value, as it was uploaded', async () => {
    expect(await fleet('8')).toMatch(/recorded and indexed after/)
    const makers: Record<string, number> = {}
    for (let number = 0; number < 8; number++) {
      const maker = sent(number).bios.smanufacturer
      makers[maker] = (makers[maker] ?? 0) + 1
    }
    // The fields of one batch are written together, not at once.
    const sum = (all: Record<string, number>): number => Object.values(all).reduce((a, b) => a + b, 0)
    await until(
      () => counted({ field: 'Machine/Name' }),
      (all) => sum(all) === 8,
    )
    expect(
      await until(
        () => counted({ field: 'General/Manufacturer' }),
        (all) => sum(all) === 8,
      ),
    ).toEqual(makers)
    expect(Object.keys(await counted({ field: 'Registry/Value/DisplayName' })).sort()).toEqual(
      Array.from({ length: 8 }, (_, number) => sent(number).hardware.name).sort(),
    )
  })

  it('grows by the road of large batches into the same lists', async () => {
    expect(await fleet('4', '--from', '8', '--fast')).toMatch(/4 machines recorded and indexed/)
    expect(await counted({ field: 'General/Agent' })).toEqual({ glpi: 12 })
    const { items } = await product.call(routes.listMachines, { query: { limit: 100 } })
    expect(items.map(({ ordinal }) => ordinal).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 12 }, (_, at) => at))
    const last = items.find(({ name }) => name === sent(11).hardware.name)
    const { inventory } = await product.call(routes.getMachineInventory, { params: { id: last?.id ?? '' } })
    expect(inventory.software).toHaveLength(sent(11).softwares.length)
  })

  it('says which versions of a program there are, and follows an update', async () => {
    const versions = (round: number): Record<string, number> => {
      const counts: Record<string, number> = {}
      for (let number = 0; number < 8; number++)
        for (const { name, version } of sent(number, round).softwares)
          if (name === 'Microsoft Edge') counts[`${name} ${version}`] = (counts[`${name} ${version}`] ?? 0) + 1
      return counts
    }
    await fleet('8', '--round', '1')
    const changed = sent(0, 1).softwares.find(({ version }) => version.endsWith('+u1'))
    await until(
      () => counted({ field: 'Software/Products', first: changed?.name ?? '' }),
      (all) => Object.keys(all).includes(`${changed?.name} ${changed?.version}`),
    )
    const edge = await until(
      () => counted({ field: 'Software/Products', first: 'microsoft edge' }),
      (all) => Object.keys(versions(1)).every((version) => (all[version] ?? 0) >= (versions(1)[version] ?? 0)),
    )
    expect(Object.values(edge).reduce((sum, machines) => sum + machines, 0)).toBe(
      Array.from({ length: 12 }, (_, number) => sent(number).softwares.filter(({ name }) => name === 'Microsoft Edge').length).reduce(
        (sum, one) => sum + one,
        0,
      ),
    )
  })

  it('suggests from three letters on, in any part', async () => {
    const wanted = sent(0).softwares[5]?.name ?? ''
    const part = wanted.slice(1, 6).toUpperCase()
    const { items } = await product.call(routes.suggestFieldValues, { query: { field: 'Software/ProductName', text: part } })
    expect(items.length).toBeGreaterThan(0)
    for (const { value } of items) expect(value.toUpperCase()).toContain(part)
    const short = await product.raw('GET', '/inventory/suggestions?field=Software/ProductName&text=ms')
    expect(short).toMatchObject({ status: 400, body: { errors: [{ field: 'query.text', value: 'ms' }] } })
    const unknown = await product.raw('GET', '/inventory/suggestions?field=Software/Colour&text=blue')
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ field: 'query.field', value: 'Software/Colour' }] } })
  })

  it('is built anew by one command, after a part of it was lost', async () => {
    const { table } = await openStores(installationIn(product.ready.data))
    const answers = async () => ({
      programs: await counted({ field: 'Software/ProductName' }),
      makers: await counted({ field: 'General/Manufacturer' }),
      suggested: (await product.call(routes.suggestFieldValues, { query: { field: 'General/Manufacturer', text: 'del' } })).items,
    })
    const before = await answers()
    for (const partition of ['TERM#General/Manufacturer#0', 'VALUES#General/Manufacturer'])
      for (const { pk, sk } of await table.list({ pk: partition })) await table.delete({ pk: String(pk), sk: String(sk) })
    const [lost] = await table.list({ pk: 'TERM#Software/ProductName#0' })
    await table.put({ ...lost, set: new Uint8Array([9]) })
    expect((await product.raw('GET', '/inventory/values?field=Software/ProductName')).status).toBe(500)
    expect(await counted({ field: 'General/Manufacturer' })).toEqual({})
    const { stderr } = await run('npm', ['run', '-s', 'rebuild-index', '--', '--data', product.ready.data], { cwd: root, timeout: 100_000 })
    expect(stderr).toMatch(/done\n$/)
    expect(await until(answers, ({ suggested }) => suggested.length === before.suggested.length)).toEqual(before)
  })

  it('follows a machine that is added, renamed and deleted', async () => {
    const names = () => counted({ field: 'Machine/Name', begins: 'desk' })
    const { id } = await product.call(routes.createMachine, {
      body: { siteId: 'local', name: 'Desk-1', address: '192.0.2.10', port: 22, user: 'root' },
    })
    await until(names, (all) => all['Desk-1'] === 1)
    await product.call(routes.editMachine, { params: { id }, body: { name: 'Desk-2' } })
    await until(names, (all) => all['Desk-2'] === 1 && all['Desk-1'] === undefined)
    await product.call(routes.deleteMachine, { params: { id } })
    await until(names, (all) => Object.keys(all).length === 0)
  })

  it('comes as CSV and with the list of fields', async () => {
    const response = await fetch(`${product.ready.api}/inventory/values.csv?field=General/Agent`, {
      headers: { authorization: `Bearer ${product.token}` },
    })
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/csv; charset=utf-8',
      'value,machines\r\nglpi,12\r\n',
    ])
    const { items } = await product.call(routes.listInventoryFields, {})
    expect(items).toContainEqual({ name: 'Machine/Name', type: 'text', aliases: ['Registry/Value/DisplayName'] })
    expect(items).toContainEqual({ name: 'Software/Products', type: 'pair', aliases: [] })
  })
})
