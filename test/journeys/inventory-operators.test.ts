/** What operators do about inventories in the console, in both languages: refused uploads, the agents' password, one machine or two. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { say, xmlInventory } from '../lab/agent-client.ts'
import { runFusionAgent, runOcsAgent } from '../lab/inventory-agents.ts'
import { enter, goTo, type Language, openPage } from './browser.ts'
import { inventoriesIn } from './inventories.ts'
import { until } from './product.ts'
import { runningBrowser, runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')
const browser = runningBrowser()
const door = () => product.ready.inventory

const words = {
  en: {
    refused: 'Refused uploads',
    nothing: 'Nothing was refused',
    unreadable: 'Cannot be read',
    tooMany: 'Too many new computers',
    reason: 'Reason',
    noMatch: 'No refused upload matches',
    notInventory: 'Not an inventory',
    agentsOf: 'Inventory agents of',
    noPassword: 'No password yet: the agents of this site are not let in.',
    make: 'Make a password',
    makeNew: 'Make a new password',
    keep: 'The present password',
    day: 'works for another day',
    once: 'Copy it now: the password is not shown again.',
    onceUntil: 'The one before works until',
    lan: 'An edge launcher on the LAN',
    edgeAddress: 'Address of the edge launcher, as the agents see it',
    close: 'Close',
    actions: 'Actions',
    mergeWith: 'Merge with…',
    other: 'The other computer',
    merge: 'Merge',
    split: 'Split…',
    doSplit: 'Split',
    oneAgent: 'Only one agent reports for this computer: there is nothing to split.',
    cancel: 'Cancel',
    newRefused: 'Inventories of new computers were refused',
    newOnHome: 'New computers refused',
  },
  fr: {
    refused: 'Envois refusés',
    nothing: 'Aucun envoi refusé',
    unreadable: 'Illisible',
    tooMany: 'Trop de nouveaux ordinateurs',
    reason: 'Motif',
    noMatch: 'Aucun envoi refusé ne correspond',
    notInventory: 'Pas un inventaire',
    agentsOf: 'Agents d’inventaire de',
    noPassword: 'Aucun mot de passe : les agents de ce site ne sont pas admis.',
    make: 'Créer un mot de passe',
    makeNew: 'Créer un nouveau mot de passe',
    keep: 'Le mot de passe actuel',
    day: 'reste valable un jour',
    once: 'Copiez-le maintenant : le mot de passe ne sera plus affiché.',
    onceUntil: 'Le précédent reste valable jusqu’au',
    lan: 'Un launcher du réseau local',
    edgeAddress: 'Adresse du launcher, vue des agents',
    close: 'Fermer',
    actions: 'Actions',
    mergeWith: 'Fusionner avec…',
    other: 'L’autre ordinateur',
    merge: 'Fusionner',
    split: 'Scinder…',
    doSplit: 'Scinder',
    oneAgent: 'Un seul agent rend compte de cet ordinateur : il n’y a rien à scinder.',
    cancel: 'Annuler',
    newRefused: 'Des inventaires de nouveaux ordinateurs ont été refusés',
    newOnHome: 'Nouveaux ordinateurs refusés',
  },
} as const

const entered = async (language: Language, path = '') => {
  const { page, faults } = await openPage(browser, language)
  await enter(page, product, language, path)
  return { page, faults }
}
const { named, one, inventoryOf } = inventoriesIn(product)
const newSite = async (id: string, newMachinesPerHour: number) =>
  product.call(routes.createSite, { body: { id, name: `Site ${id}`, timeZone: 'Europe/Paris', newMachinesPerHour } })

describe.each(['en', 'fr'] as const)('%s', (language) => {
  const w = words[language]

  it('refused uploads: none at first; then who sent what from where, and why, filtered by site and reason', async () => {
    const siteId = `refused-${language}`
    await newSite(siteId, 0)
    const { page, faults } = await entered(language, `inventory-refusals/?site=${siteId}`)
    await page.getByText(w.noMatch).waitFor()
    if (language === 'en') {
      await goTo(page, product, language, 'inventory-refusals/')
      await page.getByText(w.nothing).waitFor()
    }
    const { user, password } = await product.call(routes.rotateInventorySecret, { params: { id: siteId }, body: {} })
    const site = { url: door().url, user, password }
    const hostile = '<img src=x onerror=alert(1)>'
    expect((await say(site, '<REQUEST><QUERY>INVENTORY', { headers: { 'user-agent': hostile } })).status).toBe(400)
    expect((await say(site, xmlInventory({ name: `forged-${language}`, serial: `F-${language}` }))).status).toBe(429)

    await goTo(page, product, language, 'inventory/')
    await page.getByRole('button', { name: w.refused }).click()
    await page.getByRole('heading', { level: 1, name: w.refused }).waitFor()
    const table = page.getByRole('table', { name: w.refused })
    await table.getByText(hostile).first().waitFor()
    await table.getByText(`forged-${language}-2026-01-01-00-00-00`).waitFor()
    await table.getByText('127.0.0.1').first().waitFor()

    await goTo(page, product, language, `inventory-refusals/?site=${siteId}&reason=too-many-new`)
    await table.getByText(w.tooMany).waitFor()
    await expect.poll(() => table.getByText(w.unreadable).count()).toBe(0)
    await table.getByText('The site has had 0 new machines within this hour').waitFor()
    await page.getByRole('button', { name: w.reason }).click()
    await page.getByRole('option', { name: w.notInventory }).click()
    await page.getByText(w.noMatch).waitFor()

    // The operator need not look for it.
    await goTo(page, product, language, 'sites/')
    await page.getByText(w.newRefused).first().waitFor()
    await goTo(page, product, language, '')
    await page.getByText(w.newOnHome).first().waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })

  it("the password of a site's agents: made, shown once, with configurations with which the real agents are let in", async () => {
    const siteId = `agents-${language}`
    await newSite(siteId, 100)
    const { page, faults } = await entered(language, 'sites/')
    const open = () => page.getByRole('button', { name: `${w.agentsOf} Site ${siteId}` }).click()
    await open()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(w.noPassword).waitFor()
    await dialog.getByRole('button', { name: w.make }).click()
    await dialog.getByText(w.once).waitFor()
    const shown = async (tab: string): Promise<string> => {
      await dialog.getByRole('tab', { name: tab }).click()
      return (await dialog.getByRole('tabpanel').locator('pre:visible').textContent()) ?? ''
    }
    const [ocs, fusion] = [await shown('OCS Inventory'), await shown('FusionInventory')]
    expect(await shown('GLPI Agent')).toBe(fusion)
    const settings = Object.fromEntries(
      ocs.split('\n').flatMap((line) => (line === '' ? [] : [[line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]])),
    )
    const decoded = (text: string | undefined) => Buffer.from(text ?? '', 'base64').toString()
    const server = {
      url: settings['server'] ?? '',
      user: decoded(settings['user']),
      password: decoded(settings['password']),
      realm: settings['realm'] ?? '',
    }
    const agent = await runOcsAgent(server, join(product.ready.data, `agents/ocs-${language}`))
    expect(agent.accepted, agent.log.slice(-3000)).toBe(true)
    const file = join(product.ready.data, `fusion-${language}.cfg`)
    await writeFile(file, fusion)
    const configured = await runFusionAgent(null, join(product.ready.data, `agents/fusion-${language}`), [`--conf-file=${file}`])
    expect(configured.accepted, configured.log.slice(-3000)).toBe(true)
    expect((await product.call(routes.listMachines, { query: { siteId } })).items.length).toBeGreaterThan(0)

    // Another password, and the one before for a day: who made it and until when stands there afterwards; the password does not.
    await dialog.locator('button:visible', { hasText: w.close }).last().click()
    await open()
    await dialog.getByText('Administrator').waitFor()
    expect(await dialog.textContent()).not.toContain(server.password)
    await dialog.getByLabel(w.keep).click()
    await page.getByRole('option', { name: w.day }).click()
    await dialog.getByRole('button', { name: w.makeNew }).click()
    await dialog.getByText(w.onceUntil).waitFor()
    const state = await product.call(routes.getInventorySecret, { params: { id: siteId } })
    expect(Date.parse(state.previousUntil ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    expect(state).toMatchObject({ madeBy: 'Administrator' })
    expect((await runOcsAgent(server, join(product.ready.data, `agents/ocs-${language}`))).accepted).toBe(true)

    await dialog.getByRole('button', { name: w.lan }).click()
    await dialog.getByLabel(w.edgeAddress).fill('edge.example.org')
    expect(await shown('FusionInventory')).toBe('server = http://edge.example.org:9999/\n')
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('two machines are one: merged on the page of one of them, with a word on what goes', async () => {
    const [stays, goes] = [`stays-${language}`, `goes-${language}`]
    await say(door(), xmlInventory({ name: stays, serial: stays, programs: { one: '1' } }))
    await say(door(), xmlInventory({ name: goes, serial: goes, programs: { two: '1' } }))
    const [kept, gone] = [await one(stays), await one(goes)]
    const { page, faults } = await entered(language, `machines/detail/?id=${kept.id}`)
    await page.getByRole('button', { name: w.actions, exact: true }).click()
    await page.getByRole('menuitem', { name: w.mergeWith }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('button', { name: w.merge, exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel(w.other).click()
    await page.getByRole('combobox').last().fill(goes)
    await page.getByRole('option', { name: goes }).click()
    await dialog
      .getByRole('listitem')
      .filter({ hasText: new RegExp(`^${goes} .*${gone.ordinal}`) })
      .waitFor()
    await dialog.getByRole('button', { name: w.merge, exact: true }).click()
    await until(
      () => named(goes),
      (all) => all.length === 0,
    )
    expect(await one(stays)).toMatchObject({ id: kept.id, ordinal: kept.ordinal })
    expect((await inventoryOf(kept.id)).agents).toHaveLength(2)
    await say(door(), xmlInventory({ name: goes, serial: goes, programs: { two: '2' } }))
    await until(
      () => inventoryOf(kept.id),
      ({ inventory }) => inventory.software[0]?.version === '2',
    )
    expect((await product.raw('POST', `/machines/${kept.id}/merge`, { machineId: gone.id })).status).toBe(404)
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('one machine is two: an agent leaves, and the machine that is made is shown', async () => {
    const name = `split-${language}`
    await say(door(), xmlInventory({ name, deviceId: `${name}-a`, serial: name }))
    const { id } = await one(name)
    const { page, faults } = await entered(language, `machines/detail/?id=${id}`)
    const open = async () => {
      await page.getByRole('button', { name: w.actions, exact: true }).click()
      await page.getByRole('menuitem', { name: w.split }).click()
    }
    await open()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(w.oneAgent).waitFor()
    await dialog.getByRole('button', { name: w.cancel }).click()
    await say(door(), xmlInventory({ name, deviceId: `${name}-b`, serial: name }))
    await until(
      () => inventoryOf(id),
      ({ agents }) => agents.length === 2,
    )
    await page.reload()
    await open()
    await dialog.getByRole('radio', { name: new RegExp(`${name}-b`) }).check({ force: true })
    await dialog.getByRole('button', { name: w.doSplit, exact: true }).click()
    await page.waitForURL((url) => url.searchParams.get('id') !== id)
    const both = await named(name)
    expect(both).toHaveLength(2)
    const made = both.find((machine) => machine.id !== id)
    expect((await inventoryOf(made?.id ?? '')).agents.map(({ deviceId }) => deviceId)).toEqual([`${name}-b`])
    expect((await inventoryOf(id)).agents.map(({ deviceId }) => deviceId)).toEqual([`${name}-a`])
    expect(faults).toEqual([])
    await page.context().close()
    // Deleted before its agent has come again: that one goes back to whom its hardware says.
    await product.call(routes.deleteMachine, { params: { id: made?.id ?? '' } })
    await say(door(), xmlInventory({ name, deviceId: `${name}-b`, serial: name, programs: { back: '1' } }))
    await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.software[0]?.name === 'back',
    )
  })
})

it('a merge and a split that kill -9 cuts off are whole, or have not begun; either way they can be asked for again', async () => {
  const { port } = new URL(product.ready.console)
  const restarted = async (request: Promise<unknown>, afterMs: number) => {
    const settled = request.catch(() => undefined)
    await pause(afterMs)
    await product.kill()
    await settled
    await product.start('--port', port)
  }
  const upload = (from: string, version: string) => say(door(), xmlInventory({ name: from, serial: from, programs: { vim: version } }))
  const agentsOf = async (id: string) => (await inventoryOf(id)).agents.map(({ deviceId }) => deviceId).sort()
  for (const afterMs of [12, 40]) {
    const [left, right] = [`cut-${afterMs}-left`, `cut-${afterMs}-right`]
    for (const from of [left, right]) await upload(from, '1')
    const [keep, gone] = [await one(left), await one(right)]
    await restarted(product.raw('POST', `/machines/${keep.id}/merge`, { machineId: gone.id }), afterMs)
    if ((await named(right)).length > 0) {
      expect(await agentsOf(keep.id)).toHaveLength(1)
      expect(await agentsOf(gone.id)).toHaveLength(1)
      await product.call(routes.mergeMachine, { params: { id: keep.id }, body: { machineId: gone.id } })
    }
    expect(await agentsOf(keep.id)).toHaveLength(2)
    for (const [from, version] of [
      [right, '2'],
      [left, '3'],
    ] as const) {
      expect((await upload(from, version)).status).toBe(200)
      await until(
        () => inventoryOf(keep.id),
        ({ inventory }) => inventory.software[0]?.version === version,
      )
    }
    expect(await named(right)).toEqual([])

    const { agents } = await inventoryOf(keep.id)
    const agentKey = agents.find(({ deviceId }) => deviceId.startsWith(right))?.key ?? ''
    await restarted(product.raw('POST', `/machines/${keep.id}/split`, { agentKey }), afterMs)
    if ((await agentsOf(keep.id)).length === 2) await product.call(routes.splitMachine, { params: { id: keep.id }, body: { agentKey } })
    const [made] = (await named(left)).filter(({ id }) => id !== keep.id)
    expect(await agentsOf(made?.id ?? '')).toEqual([agents.find(({ key }) => key === agentKey)?.deviceId])
    expect((await upload(right, '4')).status).toBe(200)
    await until(
      () => inventoryOf(made?.id ?? ''),
      ({ inventory }) => inventory.software[0]?.version === '4',
    )
    expect((await inventoryOf(keep.id)).inventory.software[0]?.version).toBe('3')
  }
}, 300_000)
