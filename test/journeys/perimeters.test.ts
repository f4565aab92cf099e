/** Entities and perimeters of a fleet that uploads: the rules see what inventories say. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { jsonInventory, say } from '../lab/agent-client.ts'
import { logIn, openBrowser, openPage } from './browser.ts'
import { newPerson } from './people.ts'
import { newDataFolder, type Product, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let browser: Browser
let lyon: string
let lab: string

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  browser = await openBrowser()
  const entity = async (name: string) => (await product.call(routes.createEntity, { body: { name, parentId: 'root' } })).id
  lyon = await entity('Lyon')
  lab = await entity('Labo')
}, 360_000)
afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await data?.remove()
})

type Told = {
  readonly addresses: readonly string[]
  readonly tag?: string
  readonly partial?: boolean
  readonly programs?: readonly string[]
}
/** As a GLPI agent sends it: one card for each address, the first of them with the gateway. */
const upload = async (name: string, { addresses, tag, partial = false, programs = [] }: Told): Promise<void> => {
  const number = name.replace(/\D/g, '').padStart(12, '0')
  const networks = addresses.map((ipaddress, at) => ({
    description: `eth${at}`,
    mac: `02:00:00:00:0${at}:${number.slice(-2)}`,
    ipaddress,
    status: 'up',
    ...(at === 0 && { ipgateway: '192.0.2.254' }),
  }))
  const content = {
    hardware: { name, uuid: `4c4c4544-0051-3610-8052-${number}` },
    softwares: programs.map((program) => ({ name: program, version: '1' })),
    networks,
  }
  const document: Record<string, unknown> = JSON.parse(jsonInventory(name, content, partial))
  const heard = await say(product.ready.inventory, JSON.stringify({ ...document, ...(tag !== undefined && { tag }) }), {
    headers: { 'glpi-agent-id': `0b6e7c9e-6b3f-4a52-9f3e-${number}`, 'user-agent': 'GLPI-Agent_v1.12' },
    packing: 'none',
    type: 'application/json',
  })
  expect(heard.status, heard.text).toBe(200)
}
const machine = (name: string, is: (found: Machine) => boolean): Promise<Machine | undefined> =>
  until(
    async () => (await product.call(routes.listMachines, { query: { name } })).items.find((one) => one.name === name),
    (found) => found !== undefined && is(found),
  )
const isIn = (name: string, entityId: string) => machine(name, (found) => found.entityId === entityId)
type Rule = { readonly kind: 'ip-range' | 'name' | 'tag'; readonly value: string; readonly entityId: string }
const setRules = async (rules: readonly Rule[]) => {
  const { version } = await product.call(routes.getEntityRules, {})
  await product.call(routes.editEntityRules, { body: { rules: [...rules], version } })
}

describe('rules of entities', () => {
  it('see every address and the tag of an inventory, when it makes a machine and when it changes one', async () => {
    await setRules([
      { kind: 'tag', value: 'labo', entityId: lab },
      { kind: 'ip-range', value: '198.51.100.0/24', entityId: lyon },
    ])
    await upload('pc-01', { addresses: ['192.0.2.1'], tag: 'Labo' })
    expect(await isIn('pc-01', lab)).toMatchObject({ entityBy: 'rule' })
    await upload('pc-02', { addresses: ['192.0.2.2', '198.51.100.2'] })
    expect(await isIn('pc-02', lyon)).toMatchObject({ address: '192.0.2.2' })
    await upload('pc-03', { addresses: ['192.0.2.3'] })
    const { id } = (await isIn('pc-03', 'root')) ?? { id: '' }

    // The second card alone goes, then only the tag is another.
    await upload('pc-02', { addresses: ['192.0.2.2'] })
    await isIn('pc-02', 'root')
    await upload('pc-02', { addresses: ['192.0.2.2'], tag: 'labo' })
    await isIn('pc-02', lab)
    await until(
      async () => (await product.call(routes.countFieldValues, { query: { field: 'General/Tag', limit: 10 } })).items,
      (items) => items.length === 1 && items[0]?.machines === 2,
    )
    // A part of an inventory does not speak of the tag; a person who renames it does not either.
    await upload('pc-02', { addresses: ['192.0.2.2', '192.0.2.22'], partial: true })
    const renamed = await isIn('pc-02', lab)
    await until(
      () => product.call(routes.getMachineInventory, { params: { id: renamed?.id ?? '' }, query: {} }),
      ({ inventory }) => inventory.network.length === 2,
    )
    expect(await product.call(routes.editMachine, { params: { id: renamed?.id ?? '' }, body: { name: 'pc-02b' } })).toMatchObject({
      entityId: lab,
      entityBy: 'rule',
    })
    // What somebody has placed stays.
    await product.call(routes.editMachine, { params: { id }, body: { entityId: lyon } })
    await upload('pc-03', { addresses: ['192.0.2.3'], tag: 'labo', programs: ['placed'] })
    await until(
      () => product.call(routes.getMachineInventory, { params: { id }, query: {} }),
      ({ inventory }) => inventory.software.some(({ name }) => name === 'placed'),
    )
    expect(await product.call(routes.getMachine, { params: { id } })).toMatchObject({ entityId: lyon, entityBy: 'hand' })
  })

  it('are applied, when somebody says so, to the machines that are there; not to those that were placed by hand', async () => {
    const apply = async () => {
      const { looked, moved, nextCursor } = await product.call(routes.applyEntityRules, { query: {} })
      return { looked, moved, nextCursor }
    }
    expect(await apply()).toEqual({ looked: 3, moved: 0, nextCursor: null })
    await setRules([{ kind: 'ip-range', value: '192.0.2.22', entityId: lyon }])
    // Changed rules alone move nothing.
    await isIn('pc-01', lab)
    expect(await apply()).toEqual({ looked: 3, moved: 2, nextCursor: null })
    const { items } = await product.call(routes.listMachines, { query: {} })
    expect(items.map(({ name, entityId, entityBy }) => [name, entityId, entityBy])).toEqual([
      ['pc-01', 'root', 'rule'],
      ['pc-02b', lyon, 'rule'],
      ['pc-03', lyon, 'hand'],
    ])
    expect(await apply()).toEqual({ looked: 3, moved: 0, nextCursor: null })
    expect(await product.raw('POST', '/entity-rules/application?cursor=abc')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'query.cursor', value: 'abc' }] },
    })
  })

  it('are applied to a large fleet part by part', async () => {
    const names = Array.from({ length: 205 }, (_, at) => `many-${String(at).padStart(3, '0')}`)
    for (const name of names) await product.call(routes.createMachine, { body: { name, siteId: 'local', address: '203.0.113.1' } })
    await setRules([{ kind: 'name', value: 'many-*', entityId: lab }])
    let sum = { looked: 0, moved: 0 }
    let parts = 0
    for (let cursor: string | null | undefined; cursor !== null; parts++) {
      const answer: { looked: number; moved: number; nextCursor: string | null } = await product.call(routes.applyEntityRules, {
        query: cursor === undefined ? {} : { cursor },
      })
      sum = { looked: sum.looked + answer.looked, moved: sum.moved + answer.moved }
      cursor = answer.nextCursor
    }
    // With them goes the one that the rules before had put into Lyon.
    expect({ parts, ...sum }).toEqual({ parts: 2, looked: 208, moved: 206 })
    for (let left = 1; left > 0; ) {
      const { items } = await product.call(routes.listMachines, { query: { name: 'many-', limit: 100 } })
      for (const { id } of items) await product.call(routes.deleteMachine, { params: { id } })
      left = items.length
    }
  })

  it.each([
    { language: 'en', button: 'Apply now', value: 'pc-01', said: '1 computer was moved, of 3 looked at.' },
    { language: 'fr', button: 'Appliquer maintenant', value: 'pc-02*', said: '1 ordinateur a changé d’entité, sur 3 examinés.' },
  ] as const)('are applied from the console, which says how many were moved: $language', async ({ language, button, value, said }) => {
    // Two of the three follow the rules, both from the root; one of them has the name.
    await setRules([])
    await product.call(routes.applyEntityRules, { query: {} })
    await setRules([{ kind: 'name', value, entityId: lab }])
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'entities/')
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('dialog').getByRole('button', { name: button }).click()
    await page.getByText(said).waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('values of inventories', () => {
  it('are those of the machines of the perimeter, counted over them, and follow a machine that moves', async () => {
    await upload('pc-11', { addresses: ['192.0.2.11'], programs: ['Everywhere', 'Only in Lyon'] })
    await upload('pc-12', { addresses: ['192.0.2.12'], programs: ['Everywhere', 'Only in the lab'] })
    const place = async (name: string, entityId: string) => {
      const { id = '' } = (await machine(name, () => true)) ?? {}
      await product.call(routes.assignMachines, { params: { id: entityId }, body: { machineIds: [id] } })
    }
    await place('pc-11', lyon)
    await place('pc-12', lab)
    const person = await newPerson(product, { login: 'reader-lyon', profiles: ['reader'], entityIds: [lyon] })
    const field = 'field=Software/ProductName'
    const counts = async (): Promise<Record<string, number>> => {
      const { body } = await person.raw('GET', `/inventory/values?${field}`)
      return Object.fromEntries(routes.countFieldValues.response.parse(body).items.map(({ value, machines }) => [value, machines]))
    }
    const suggested = async (text: string) =>
      routes.suggestFieldValues.response
        .parse((await person.raw('GET', `/inventory/suggestions?${field}&text=${text}`)).body)
        .items.map(({ value }) => value)
    await until(counts, (all) => all['Everywhere'] === 1 && all['Only in Lyon'] === 1)
    await until(
      async () => (await product.call(routes.countFieldValues, { query: { field: 'Software/ProductName', begins: 'everywhere' } })).items,
      (items) => items[0]?.machines === 2,
    )
    expect(Object.keys(await counts())).not.toContain('Only in the lab')
    expect(
      await until(
        () => suggested('only'),
        (values) => values.length > 0,
      ),
    ).toEqual(['Only in Lyon'])
    await place('pc-12', lyon)
    await until(counts, (all) => all['Everywhere'] === 2 && all['Only in the lab'] === 1)
    await place('pc-11', lab)
    const left = await until(counts, (all) => all['Everywhere'] === 1 && all['Only in Lyon'] === undefined)
    expect(left['Only in the lab']).toBe(1)
    const csv = await fetch(`${product.ready.api}/inventory/values.csv?${field}&begins=only`, {
      headers: { authorization: `Bearer ${person.tokens.access_token}` },
    })
    expect(await csv.text()).toBe('value,machines\r\nOnly in the lab,1\r\n')
    // Nobody is offered the field that says so.
    expect((await person.raw('GET', '/inventory/values?field=Machine/Entity')).status).toBe(400)
    expect((await person.raw('GET', '/inventory-doubts')).status).toBe(403)
  })
})
