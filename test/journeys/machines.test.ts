/** B1, B2, L2: the list of machines with its filters, import, which address SSH uses, and what a deletion takes along. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MachineQuery } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { jsonInventory, say } from '../lab/agent-client.ts'
import { type SleepingMachine, startSleepingMachine } from '../lab/sleeping-machine.ts'
import { type LabMachine, removeMachine, startMachine } from '../lab/sshd.ts'
import { logIn, openPage } from './browser.ts'
import { inventoriesIn } from './inventories.ts'
import { addPackage, executionsOf, logOf, siteKey, textOf, until } from './product.ts'
import { runningBrowser, runningProduct } from './running.ts'

const product = runningProduct('--no-demo')
const browser = runningBrowser()

const agent = (number: number): string => `0b6e7c9e-6b3f-4a52-9f3e-${String(number).padStart(12, '0')}`
/** As a GLPI agent sends it. */
const upload = async (name: string, number: number, system: string, networks: readonly object[] = []): Promise<void> => {
  const content = {
    hardware: { name, uuid: `4c4c4544-0051-3610-8052-${String(number).padStart(12, '0')}` },
    operatingsystem: { full_name: system },
    networks,
  }
  const heard = await say(product.ready.inventory, jsonInventory(name, content, false), {
    headers: { 'glpi-agent-id': agent(number), 'user-agent': 'GLPI-Agent_v1.12' },
    packing: 'none',
    type: 'application/json',
  })
  expect(heard.status, heard.text).toBe(200)
  await one(name, ({ lastInventoryAt }) => lastInventoryAt !== null)
}
const { named, one } = inventoriesIn(product)
const names = async (query: Omit<Partial<MachineQuery>, 'limit'>) =>
  (await product.call(routes.listMachines, { query: { limit: 100, ...query } })).items.map(({ name }) => name)

describe('B1 the list', () => {
  it('is filtered by entity with all below, site, system and when a machine was seen, all together', async () => {
    const france = await product.call(routes.createEntity, { body: { name: 'France', parentId: 'root' } })
    const lyon = await product.call(routes.createEntity, { body: { name: 'Lyon', parentId: france.id } })
    await product.call(routes.createSite, { body: { id: 'far', name: 'Far', timeZone: 'Asia/Tokyo' } })
    await product.call(routes.createMachine, { body: { name: 'tokyo-1', siteId: 'far', address: '192.0.2.1', entityId: lyon.id } })
    await product.call(routes.createMachine, { body: { name: 'never-1', siteId: 'local', address: '192.0.2.2', entityId: france.id } })
    await upload('deb-1', 1, 'Debian GNU/Linux 13 (trixie)')
    await upload('win-1', 2, 'Microsoft Windows 11 Pro')
    expect(await names({ entityId: france.id })).toEqual(['never-1', 'tokyo-1'])
    expect(await names({ entityId: lyon.id })).toEqual(['tokyo-1'])
    expect(await names({ entityId: france.id, siteId: 'local' })).toEqual(['never-1'])
    expect(await names({ siteId: 'far' })).toEqual(['tokyo-1'])
    expect(await names({ system: 'WINDOWS' })).toEqual(['win-1'])
    expect(await names({ system: 'linux', name: 'b-1' })).toEqual(['deb-1'])
    expect(await names({ seenWithinDays: 1 })).toEqual(['deb-1', 'win-1'])
    expect(await names({ notSeenForDays: 30 })).toEqual(['never-1', 'tokyo-1'])
    expect(await names({ notSeenForDays: 30, siteId: 'far', name: 'TOK' })).toEqual(['tokyo-1'])
  })

  it.each([
    ['siteId=nowhere', 'query.siteId', 'nowhere', 'must be a site that exists'],
    ['entityId=nowhere', 'query.entityId', 'nowhere', 'must be an entity that exists'],
    ['notSeenForDays=soon', 'query.notSeenForDays', 'soon', 'must be a whole number of days, from 1 to 3650'],
    ['seenWithinDays=0', 'query.seenWithinDays', '0', 'must be a whole number of days, from 1 to 3650'],
    ['limit=101', 'query.limit', 101, 'must be at most 100'],
    ['cursor=x', 'query.cursor', 'x', 'must be a nextCursor of an earlier answer'],
  ])('refuses %s, and says what would be right', async (query, field, value, message) => {
    expect(await product.raw('GET', `/machines?${query}`)).toMatchObject({ status: 400, body: { errors: [{ field, value, message }] } })
  })

  it('is a file by the same filters, where no name is a formula', async () => {
    await product.call(routes.createMachine, { body: { name: '=cmd', siteId: 'far', address: '192.0.2.3' } })
    const response = await fetch(`${product.ready.api}/machines.csv?siteId=far`, { headers: { authorization: `Bearer ${product.token}` } })
    const [head, ...lines] = (await response.text()).trim().split('\r\n')
    expect(head).toMatch(/^\ufeff?name,id,site,entity,address/)
    expect(lines.map((line) => line.split(',')[0])).toEqual(["'=cmd", 'tokyo-1'])
    expect(lines[1]).toContain(',Far,Lyon,192.0.2.1,22,root,')
  })

  it('is deployed on as it is shown, and no further', async () => {
    const { items } = await product.call(routes.listPackages, { query: {} })
    const pack = items[0] ?? (await product.call(routes.createPackage, { body: { label: 'None', version: '1', command: './a' } }))
    const { id: entityId } = (await product.call(routes.listEntities, {})).items.find(({ name }) => name === 'France') ?? { id: '' }
    const none = await product.raw('POST', '/checks/deployment', { packageId: pack.id, machineFilter: { entityId, system: 'windows' } })
    expect(none.status).toBe(400)
    const bad = await product.raw('POST', '/checks/deployment', { packageId: pack.id, machineFilter: { entityId: 'nowhere' } })
    expect(bad.status).toBe(400)
  })

  it.each([
    {
      language: 'en',
      system: 'Operating system',
      seen: 'Last seen',
      never: 'Not seen for 30 days',
      preferences: 'Preferences',
      address: 'Address',
      confirm: 'Confirm',
      more: 'Import, export',
      csv: 'Export as CSV',
    },
    {
      language: 'fr',
      system: 'Système',
      seen: 'Vu',
      never: 'Pas vu depuis 30 jours',
      preferences: 'Préférences',
      address: 'Adresse',
      confirm: 'Valider',
      more: 'Importer, exporter',
      csv: 'Exporter en CSV',
    },
  ] as const)('stands in the address of the page with its filters, and keeps the columns chosen: $language', async (w) => {
    const { page, faults } = await openPage(browser, w.language)
    await logIn(page, product, w.language, 'machines/?system=windows')
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    await row('win-1').waitFor()
    expect(await row('deb-1').count()).toBe(0)
    await page.getByLabel(w.system, { exact: true }).fill('')
    await row('deb-1').waitFor()
    await page.getByRole('button', { name: w.seen }).click()
    await page.getByRole('option', { name: w.never }).click()
    await row('tokyo-1').waitFor()
    await until(
      () => row('deb-1').count(),
      (count) => count === 0,
    )
    expect(page.url()).toContain('seen=not-30')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: w.more })
        .click()
        .then(() => page.getByRole('menuitem', { name: w.csv }).click()),
    ])
    const file = await readFile(await download.path(), 'utf8')
    expect([file.includes('tokyo-1'), file.includes('deb-1')]).toEqual([true, false])
    await page.getByRole('columnheader', { name: w.address }).waitFor()
    await page.getByRole('button', { name: w.preferences }).click()
    await page.getByRole('dialog').getByRole('checkbox', { name: w.address, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: w.confirm }).click()
    await until(
      () => page.getByRole('columnheader', { name: w.address }).count(),
      (count) => count === 0,
    )
    await page.reload()
    await row('tokyo-1').waitFor()
    expect(await page.getByRole('columnheader', { name: w.address }).count()).toBe(0)
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('B1 how SSH reaches a machine', () => {
  let lan: SleepingMachine
  let lab: LabMachine
  beforeAll(async () => {
    lan = await startSleepingMachine({ name: 'two-homes', mac: '02:00:00:00:00:51' })
    lab = await startMachine({ name: 'odd-port' })
    const key = await siteKey(product)
    await Promise.all([lan.authorize(key), lab.authorize(key)])
  }, 60_000)
  afterAll(async () => {
    await lan?.remove()
    if (lab) await removeMachine(lab)
  })
  const probed = async (id: string) => {
    const { lamp: before } = await product.call(routes.getMachine, { params: { id } })
    await product.call(routes.probeMachines, { body: { machineIds: [id] } })
    return until(
      () => product.call(routes.getMachine, { params: { id } }),
      ({ lamp }) => lamp.checkedAt !== before.checkedAt,
    )
  }

  it('tries the addresses of the inventory by the preferred networks of the site, and says where it got through', async () => {
    const network = lan.address.replace(/\.2$/, '')
    // Nobody has this one: whoever asks for it waits in vain.
    const dead = `${network}.9`
    const networks = [`${dead}/32`, `${network}.0/24`]
    await product.call(routes.editSite, { params: { id: 'local' }, body: { networks } })
    const card = (at: number, ipaddress: string, more: object = {}) => ({
      description: `eth${at}`,
      mac: `02:00:00:00:01:0${at}`,
      ipaddress,
      status: 'up',
      ...more,
    })
    await upload('two-homes', 51, 'Debian GNU/Linux 13', [
      card(0, '10.255.0.7', { ipgateway: '10.255.0.1' }),
      card(1, lan.address),
      card(2, dead),
      card(3, '127.0.0.1'),
      card(4, '169.254.9.9'),
      card(5, `${network}.8`, { virtualdev: true }),
    ])
    const { id } = await one('two-homes')
    const known = await probed(id)
    expect(known.sshAddresses).toEqual([
      { address: dead, because: 'preferred', network: networks[0] },
      { address: lan.address, because: 'preferred', network: networks[1] },
      { address: '10.255.0.7', because: 'private', network: null },
    ])
    expect(known).toMatchObject({
      addressBy: 'inventory',
      lamp: { colour: 'green', ssh: true },
      reached: { address: lan.address },
      hostKey: lan.hostKey,
      user: 'root',
      userFrom: { place: 'default', id: null },
      port: 22,
      portFrom: { place: 'default', id: null },
    })
    const pack = await addPackage(product, { label: 'Here', command: './here.sh' }, { 'here.sh': '#!/bin/sh\necho here\n' })
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: [id] } })
    const [execution] = await until(
      () => executionsOf(product, deployment),
      ([one]) => one?.state === 'done' || one?.state === 'failed',
    )
    expect(execution).toMatchObject({ state: 'done' })
    const log = await logOf(product, execution ?? { id: '' })
    expect(textOf(log, 'stdout')).toContain('here')
    expect(textOf(log, 'info')).toContain(`reached at ${lan.address}`)
  }, 120_000)

  it('stops at another host key, whatever other addresses there are', async () => {
    const { id } = await one('two-homes')
    await product.call(routes.editMachine, { params: { id }, body: { hostKey: lab.hostKey } })
    expect(await probed(id)).toMatchObject({ lamp: { colour: 'orange', ssh: false }, refusedHostKey: lan.hostKey, hostKey: lab.hostKey })
    await product.call(routes.editMachine, { params: { id }, body: { hostKey: null } })
    expect(await probed(id)).toMatchObject({ lamp: { colour: 'green' }, hostKey: lan.hostKey })
  }, 120_000)

  it('begins with an address that a person sets, until they leave it to the inventory again', async () => {
    const { id } = await one('two-homes')
    const fixed = await product.call(routes.editMachine, { params: { id }, body: { address: lan.address } })
    expect(fixed).toMatchObject({ addressBy: 'hand', sshAddresses: [{ address: lan.address, because: 'fixed' }, {}, {}] })
    const free = await product.call(routes.editMachine, { params: { id }, body: { address: null } })
    expect(free).toMatchObject({ addressBy: 'inventory', address: '10.255.0.7' })
  })

  it('takes account and port from the machine, else the nearest entity, else the site', async () => {
    const above = await product.call(routes.createEntity, { body: { name: 'Above', parentId: 'root' } })
    const below = await product.call(routes.createEntity, { body: { name: 'Below', parentId: above.id } })
    const { id } = await product.call(routes.createMachine, {
      body: { name: 'odd-port', siteId: 'local', address: lab.address, entityId: below.id },
    })
    expect(await product.call(routes.getMachine, { params: { id } })).toMatchObject({ port: 22, portFrom: { place: 'default' } })
    await product.call(routes.editSite, { params: { id: 'local' }, body: { sshPort: 9, sshUser: 'site-account' } })
    expect(await product.call(routes.getMachine, { params: { id } })).toMatchObject({
      port: 9,
      portFrom: { place: 'site', id: 'local' },
      user: 'site-account',
      userFrom: { place: 'site', id: 'local' },
    })
    await product.call(routes.editEntity, { params: { id: above.id }, body: { sshPort: lab.port, sshUser: lab.user } })
    expect(await probed(id)).toMatchObject({
      port: lab.port,
      portFrom: { place: 'entity', id: above.id },
      user: lab.user,
      userFrom: { place: 'entity', id: above.id },
      lamp: { colour: 'green' },
      hostKey: lab.hostKey,
      sshAddresses: [{ address: lab.address, because: 'fixed', network: null }],
      reached: { address: lab.address },
    })
    const own = await product.call(routes.editMachine, { params: { id }, body: { port: 2, user: 'me' } })
    expect(own).toMatchObject({ port: 2, portFrom: { place: 'machine', id: null }, user: 'me', userFrom: { place: 'machine' } })
    const back = await product.call(routes.editMachine, { params: { id }, body: { port: null, user: null } })
    expect(back).toMatchObject({ port: lab.port, user: lab.user })
    await product.call(routes.editSite, { params: { id: 'local' }, body: { sshPort: null, sshUser: null } })
  }, 60_000)

  it.each([
    [
      'PATCH',
      '/sites/local',
      { networks: ['10.1.0.0'] },
      '/networks/0',
      '10.1.0.0',
      'must be a network such as 10.1.0.0/16 or fd00:1::/64',
    ],
    [
      'PATCH',
      '/sites/local',
      { networks: ['fd00::/129'] },
      '/networks/0',
      'fd00::/129',
      'must be a network such as 10.1.0.0/16 or fd00:1::/64',
    ],
    ['PATCH', '/sites/local', { sshPort: 0 }, '/sshPort', 0, 'must be from 1 to 65535'],
    ['PATCH', '/entities/root', { sshUser: '-oProxyCommand=id' }, '/sshUser', '-oProxyCommand=id', 'must be an account name'],
  ])('refuses %s %s %j, and says what would be right', async (method, path, body, field, value, message) => {
    const answer = await product.raw(method, path, body)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field, value, message: expect.stringContaining(message) }] } })
  })

  it.each([
    {
      language: 'en',
      preferred: 'in the preferred network',
      here: 'reached here',
      usual: 'usual value',
      edit: 'Edit',
      actions: 'Actions',
      port: 'Port',
      save: 'Save',
      own: 'set on this computer',
    },
    {
      language: 'fr',
      preferred: 'dans le réseau préféré',
      here: 'joint ici',
      usual: 'valeur par défaut',
      edit: 'Modifier',
      actions: 'Actions',
      port: 'Port',
      save: 'Enregistrer',
      own: 'défini sur cet ordinateur',
    },
  ] as const)('is shown on the page of the machine with its reasons, and changed there: $language', async (w) => {
    const { id } = await one('two-homes')
    const { page, faults } = await openPage(browser, w.language)
    await logIn(page, product, w.language, `machines/detail/?id=${id}`)
    await page.getByText(w.preferred).first().waitFor()
    await page.getByText(w.here).waitFor()
    expect(await page.getByText(w.usual).count()).toBe(2)
    await page.getByRole('button', { name: w.actions }).click()
    await page.getByRole('menuitem', { name: w.edit }).click()
    await page.getByRole('dialog').getByLabel(w.port, { exact: true }).fill('22')
    await page.getByRole('dialog').getByRole('button', { name: w.save }).click()
    await page.getByText(w.own).waitFor()
    await page.getByRole('button', { name: w.actions }).click()
    await page.getByRole('menuitem', { name: w.edit }).click()
    await page.getByRole('dialog').getByLabel(w.port, { exact: true }).fill('')
    await page.getByRole('dialog').getByRole('button', { name: w.save }).click()
    await until(
      () => page.getByText(w.own).count(),
      (count) => count === 0,
    )
    expect(await product.call(routes.getMachine, { params: { id } })).toMatchObject({
      addressBy: 'inventory',
      portFrom: { place: 'default' },
    })
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('B2 a deletion', () => {
  it('says what goes and what stays', async () => {
    const { id } = await one('two-homes')
    const foreseen = await product.call(routes.foreseeDeletion, { params: { id } })
    expect(foreseen).toMatchObject({ inventory: { changes: 0, agents: 1 }, hostKey: true, externalId: null, underWay: 0, more: false })
    await upload('two-homes', 51, 'Debian GNU/Linux 14')
    await until(
      () => product.call(routes.foreseeDeletion, { params: { id } }),
      ({ inventory }) => inventory?.changes === 1,
    )
    const { id: bare } = await one('never-1')
    expect(await product.call(routes.foreseeDeletion, { params: { id: bare } })).toEqual({
      inventory: null,
      hostKey: false,
      externalId: null,
      underWay: 0,
      more: false,
    })
  })

  it.each([
    {
      language: 'en',
      actions: 'Actions',
      remove: 'Delete',
      goes: /kept since .+, with 1 change of its history/,
      stays: /What stays: executions that have ended/,
    },
    {
      language: 'fr',
      actions: 'Actions',
      remove: 'Supprimer',
      goes: /conservé depuis le .+, avec 1 changement d’historique/,
      stays: /Ce qui reste : les exécutions achevées/,
    },
  ] as const)('is confirmed knowing that: $language', async (w) => {
    const { id } = await one('two-homes')
    const { page, faults } = await openPage(browser, w.language)
    await logIn(page, product, w.language, `machines/detail/?id=${id}`)
    await page.getByRole('button', { name: w.actions }).click()
    await page.getByRole('menuitem', { name: w.remove }).click()
    await page.getByRole('dialog').getByText(w.goes).waitFor()
    await page.getByRole('dialog').getByText(w.stays).waitFor()
    if (w.language === 'fr') {
      await page.getByRole('dialog').getByRole('button', { name: w.remove }).click()
      await page.waitForURL('**/machines/')
      expect(await named('two-homes')).toEqual([])
    }
    expect(faults).toEqual([])
    await page.context().close()
  })
})
