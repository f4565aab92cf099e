/** Which address, account and port SSH uses. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type SleepingMachine, startSleepingMachine } from '../../lab/sleeping-machine.ts'
import { type LabMachine, removeMachine, startMachine } from '../../lab/sshd.ts'
import { enter, openPage } from '../browser.ts'
import { inventoriesIn } from '../inventories.ts'
import { addPackage, executionsOf, logOf, siteKey, textOf, until } from '../product.ts'
import type { RunningBrowser, RunningProduct } from '../running.ts'
import { upload } from './upload.ts'

export const reaching = (product: RunningProduct, browser: RunningBrowser): void => {
  const { one } = inventoriesIn(product)

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
    await upload(product, 'two-homes', 51, 'Debian GNU/Linux 13', [
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
    await enter(page, product, w.language, `machines/detail/?id=${id}`)
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
}
