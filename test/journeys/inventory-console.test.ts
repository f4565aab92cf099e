/** H1–H3: inventories in chromium, as somebody reads them who looks after a fleet. The machines are made by uploads of agents. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { say, xmlInventory } from '../lab/agent-client.ts'
import { type Language, logIn, openPage } from './browser.ts'
import { inventoriesIn } from './inventories.ts'
import { goodPassword, newPerson } from './people.ts'
import { until } from './product.ts'
import { runningBrowser, runningProduct } from './running.ts'

const captures = join(import.meta.dirname, '../../functions/normalise/captures')
const product = runningProduct('--no-demo', '--no-edge')
const browser = runningBrowser()
let captured: string
/** The captured machine: as it came first, then with another curl, with Firefox, and without apt-transport-https. */
let pc: Machine
let firstAt: string

const { one } = inventoriesIn(product)
const upload = async (xml: string): Promise<void> => {
  const heard = await say(product.ready.inventory, xml, { headers: { 'user-agent': 'FusionInventory-Agent_v2.6-3' } })
  expect(heard.status, heard.text).toBe(200)
}
/** A machine that stands alone, by its UUID. */
const uploaded = async (name: string, programs: Readonly<Record<string, string>>): Promise<Machine> => {
  const number = name.replace(/\D/g, '').padStart(12, '0')
  await upload(xmlInventory({ name, uuid: `5c4c4544-0051-3610-8052-${number}`, serial: `S${number}`, programs }))
  return one(name, ({ lastInventoryAt }) => lastInventoryAt !== null)
}
const program = (name: string, version: string): string =>
  `<SOFTWARES><ARCH>amd64</ARCH><FROM>deb</FROM><NAME>${name}</NAME><PUBLISHER>Debian</PUBLISHER><VERSION>${version}</VERSION></SOFTWARES>`
const updated = (xml: string): string =>
  xml
    .replace('7.88.1-10+deb12u14', '7.88.1-10+deb12u15')
    .replace(/<SOFTWARES>(?:(?!<\/SOFTWARES>)[\s\S])*<NAME>apt-transport-https<(?:(?!<\/SOFTWARES>)[\s\S])*<\/SOFTWARES>/, '')
    .replace('<SOFTWARES>', `${program('firefox-esr', '140.5.0esr-1~deb12u1')}<SOFTWARES>`)

beforeAll(async () => {
  captured = await readFile(join(captures, 'fusioninventory-debian.xml'), 'utf8')
  await upload(captured)
  firstAt = (await one('pc-12', ({ lastInventoryAt }) => lastInventoryAt !== null)).lastInventoryAt ?? ''
  await upload(updated(captured))
  pc = await one('pc-12', ({ lastInventoryAt }) => (lastInventoryAt ?? '') > firstAt)
})

const words = {
  en: {
    general: 'General',
    software: /^Software \(\d+\)$/,
    findSoftware: 'Search in Software',
    softwareCsv: 'Download Software as CSV',
    version: 'Version',
    noMatch: 'Nothing matches',
    changes: 'Changes',
    sums: '1 appeared, 1 changed, 1 disappeared',
    appeared: 'appeared',
    changed: 'changed',
    disappeared: 'disappeared',
    asItWas: 'The inventory as it was then',
    present: 'Back to the present',
    day: 'YYYY/MM/DD',
    show: 'Show',
    notThen: 'There is no inventory of that moment',
    whyNotThen: 'The first inventory of the computer came on',
    valueOf: (name: string) => `Versions of ${name}`,
    begins: 'Beginning of the value',
    csv: 'Download CSV',
    clear: 'Clear the filter',
    partial: 'Counted over the computers of your perimeter: Lyon',
    wholeOnly: 'These questions are about the computers of all entities',
    next: 'Next page',
    order: 'Order',
    byMachines: 'The most common first',
    entity: /Entity|Any entity/,
    sinceWhen: (name: string) => `Since when: ${name}`,
    inVersion: 'In version 7.88.1-10+deb12u15: since',
    versionBefore: 'Before that: 7.88.1-10+deb12u14',
    orEarlier: /On this computer: since .+ or earlier/,
    compare: 'Compare',
    same: 'the same',
    withSame: 'Show also what is the same',
    find: 'Search in Differences',
    notCompared: 'These two cannot be compared',
    beforeFrom: 'must not be before the first of the two',
    another: 'Another computer',
    choose: 'Choose a computer',
    part: 'Part of the name',
    onlyOn: (name: string) => `only on ${name}`,
    noInventory: (name: string) => `${name} has no inventory yet`,
  },
  fr: {
    general: 'Général',
    software: /^Logiciels \(\d+\)$/,
    findSoftware: 'Rechercher dans Logiciels',
    softwareCsv: 'Télécharger Logiciels en CSV',
    version: 'Version',
    noMatch: 'Aucune ligne ne correspond',
    changes: 'Changements',
    sums: '1 apparition, 1 modification, 1 disparition',
    appeared: 'apparu',
    changed: 'modifié',
    disappeared: 'disparu',
    asItWas: 'L’inventaire tel qu’il était alors',
    present: 'Revenir au présent',
    day: 'AAAA/MM/JJ',
    show: 'Afficher',
    notThen: 'Il n’y a pas d’inventaire de ce moment',
    whyNotThen: 'Le premier inventaire de l’ordinateur date du',
    valueOf: (name: string) => `Versions de ${name}`,
    begins: 'Début de la valeur',
    csv: 'Télécharger en CSV',
    clear: 'Effacer le filtre',
    partial: 'Décompte limité aux ordinateurs de votre périmètre : Lyon',
    wholeOnly: 'Ces questions portent sur les ordinateurs de toutes les entités',
    next: 'Page suivante',
    order: 'Ordre',
    byMachines: 'Les plus répandues d’abord',
    entity: /Entité|Toutes les entités/,
    sinceWhen: (name: string) => `Depuis quand : ${name}`,
    inVersion: 'En version 7.88.1-10+deb12u15 : depuis le',
    versionBefore: 'Auparavant : 7.88.1-10+deb12u14',
    orEarlier: /Sur cet ordinateur : depuis le .+ ou avant/,
    compare: 'Comparer',
    same: 'identique',
    withSame: 'Afficher aussi ce qui est identique',
    find: 'Rechercher dans Différences',
    notCompared: 'Ces deux inventaires ne peuvent pas être comparés',
    beforeFrom: 'ne doit pas précéder la première des deux dates',
    another: 'Un autre ordinateur',
    choose: 'Choisir un ordinateur',
    part: 'Partie du nom',
    onlyOn: (name: string) => `seulement sur ${name}`,
    noInventory: (name: string) => `${name} n’a pas encore d’inventaire`,
  },
} as const

const go = (page: Page, language: Language, path: string) => page.goto(`${product.ready.console}/${language}/${path}`)
const tabOf = (machine: Machine, more = ''): string => `machines/detail/?id=${machine.id}&tab=inventory${more}`
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).first().click()
/** Of the first column, in the order of the page. */
const namesIn = async (table: Locator): Promise<string[]> =>
  (await table.getByRole('rowheader').allTextContents()).map((text) => text.trim())
/** A refusal that the page explains is no fault of the console, though the browser writes it down. */
const own = (faults: readonly string[]): string[] => faults.filter((fault) => !/the server responded with a status of 40[034]/.test(fault))
/** The bars of the chart from the top: label, and length in lengths of the shortest. */
const barsIn = async (page: Page): Promise<string[]> => {
  const chart = page.getByTestId('chart')
  const labels = await chart.locator('[class*=labels-inline-start] [role=listitem]').allTextContents()
  const lengths = await chart
    .locator('[class*=series__rect]')
    .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().width))
  return lengths.map((length, at) => `${labels[at]} ${Math.round(length / Math.min(...lengths))}`)
}
const download = async (page: Page, name: string): Promise<string> => {
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, name)])
  return readFile(await file.path(), 'utf8')
}

describe.each(['en', 'fr'] as const)('H1 H3 inventories in the console in %s', (language) => {
  const w = words[language]

  it('shows the sections of a machine; a list is searched, ordered and paged', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, tabOf(pc))
    await page.getByRole('button', { name: w.general, exact: true, pressed: true }).waitFor()
    await page.getByText('OptiPlex 7010').waitFor()
    await page.getByRole('button', { name: w.software }).click()
    expect(page.url()).toContain('section=software')
    const table = page.getByRole('table')
    const row = (name: string) => table.getByRole('row').filter({ hasText: name })
    await row('firefox-esr').waitFor()
    expect(await row('curl').first().textContent()).toContain('7.88.1-10+deb12u15')
    expect(await table.getByRole('row').filter({ hasText: 'apt-transport-https' }).count()).toBe(0)
    const find = page.getByLabel(w.findSoftware)
    await find.fill('debian 140.5')
    await expect.poll(() => namesIn(table)).toEqual(['firefox-esr'])
    expect(await download(page, w.softwareCsv)).toMatch(/^\ufeff[^\n]+\r\nfirefox-esr,140\.5\.0esr-1~deb12u1,Debian,[^\n]+\r\n$/)
    await find.fill('nothing like it')
    await page.getByText(w.noMatch).waitFor()
    await find.fill('')

    const many = await uploaded('pc-90', Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`tool-${at + 1}`, `1.${at + 1}`])))
    await go(page, language, tabOf(many, '&section=software'))
    await row('tool-50').waitFor()
    // As people count: tool-9 comes before tool-10.
    expect(await namesIn(table)).toEqual(Array.from({ length: 50 }, (_, at) => `tool-${at + 1}`))
    await press(page, w.next)
    await expect.poll(() => namesIn(table)).toEqual(Array.from({ length: 10 }, (_, at) => `tool-${at + 51}`))
    const version = page.getByRole('columnheader').filter({ hasText: w.version })
    await version.getByRole('button').click()
    await version.getByRole('button').click()
    await expect.poll(async () => (await namesIn(table))[0]).toBe('tool-60')
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('says what each report changed, and shows the inventory as it was; of a day before the first, that there is none', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, tabOf(pc))
    await press(page, w.changes)
    await page.getByText(w.sums).waitFor()
    const line = (what: string) => page.getByRole('row').filter({ hasText: what })
    expect(await line('firefox-esr').textContent()).toContain(w.appeared)
    const changed = await line('curl').textContent()
    const colon = language === 'fr' ? '\u00a0: ' : ': '
    for (const part of [w.changed, `${w.version}${colon}7.88.1-10+deb12u14`, `${w.version}${colon}7.88.1-10+deb12u15`])
      expect(changed).toContain(part)
    expect(await line('apt-transport-https').textContent()).toContain(w.disappeared)
    await press(page, w.asItWas)
    await page.getByRole('button', { name: w.present }).waitFor()

    // A link to a moment can be sent.
    await go(page, language, `${tabOf(pc)}&section=software&at=${firstAt}`)
    const row = (name: string) => page.getByRole('table').getByRole('row').filter({ hasText: name })
    await row('apt-transport-https').waitFor()
    expect(await row('curl').first().textContent()).toContain('7.88.1-10+deb12u14')
    expect(await row('firefox-esr').count()).toBe(0)
    await press(page, w.present)
    await row('firefox-esr').waitFor()

    await page.getByPlaceholder(w.day).fill('2020/01/31')
    await press(page, w.show)
    await page.getByText(w.notThen).waitFor()
    await page.getByText(w.whyNotThen).waitFor()
    await page.getByPlaceholder(w.day).fill('2099/01/31')
    await press(page, w.show)
    await row('firefox-esr').waitFor()
    expect(own(faults)).toEqual([])
    await page.context().close()
  })

  it('says since when a machine has a program, since when in its version, and which was before', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, tabOf(pc, '&section=software'))
    await press(page, w.sinceWhen('curl'))
    await page.getByText(w.inVersion).waitFor()
    await page.getByText(w.versionBefore).waitFor()
    await page.getByText(w.orEarlier).waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('compares two dates of a machine: what differs, on request also what does not, and as CSV; says why it cannot', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, tabOf(pc))
    await press(page, w.compare)
    await page.getByText(w.sums).waitFor()
    const table = page.getByRole('table')
    const row = (what: string) => table.getByRole('row').filter({ hasText: what })
    expect(await namesIn(table)).toHaveLength(3)
    expect(await row('firefox-esr').textContent()).toContain(w.appeared)
    expect(await row('apt-transport-https').textContent()).toContain(w.disappeared)
    const csv = await download(page, w.csv)
    expect(csv.split('\r\n')).toHaveLength(5)
    expect(csv).toContain('7.88.1-10+deb12u14')
    await page.getByRole('switch', { name: w.withSame }).or(page.getByLabel(w.withSame)).first().check({ force: true })
    await row(w.same).first().waitFor()
    await page.getByLabel(w.find).fill('curl')
    await expect.poll(() => namesIn(table)).toEqual(expect.arrayContaining(['curl']))
    expect(await row(w.changed).count()).toBe(1)

    const [from, to] = [page.getByPlaceholder(w.day).first(), page.getByPlaceholder(w.day).last()]
    const compare = () => page.getByRole('button', { name: w.compare, exact: true }).last().click()
    await from.fill('2020/01/31')
    await compare()
    await page.getByText(w.notCompared).waitFor()
    await page.getByText(w.whyNotThen).waitFor()
    await to.fill('2019/01/31')
    await compare()
    await page.getByText(w.beforeFrom).waitFor()
    expect(own(faults)).toEqual([])
    await page.context().close()
  })

  it('compares two machines; with one that has no inventory, says so', async () => {
    const other = await uploaded('pc-91', { Firefox: '131.0', Thunderbird: '128.0' })
    const bare = `bare-${language}`
    await product.call(routes.createMachine, { body: { name: bare, siteId: 'local', address: '192.0.2.200' } })
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, tabOf(pc, '&view=compare'))
    await press(page, w.another)
    const choose = async (trigger: string, name: string): Promise<void> => {
      await page.getByRole('button', { name: trigger }).click()
      await page.getByPlaceholder(w.part).fill(name)
      await page.getByRole('option', { name }).click()
    }
    await choose(w.choose, other.name)
    const row = (what: string) => page.getByRole('table').getByRole('row').filter({ hasText: what })
    await row('Thunderbird').waitFor()
    expect(await row('Thunderbird').textContent()).toContain(w.onlyOn('pc-91'))
    expect(await row('firefox-esr').textContent()).toContain(w.onlyOn('pc-12'))
    expect(page.url()).toContain(`with=${other.id}`)
    await choose(other.name, bare)
    await page.getByText(w.notCompared).waitFor()
    await page.getByText(w.noInventory(bare)).waitFor()
    expect(own(faults)).toEqual([])
    await page.context().close()
  })

  it('counts values over the fleet, narrows them, leads from a program to its versions, and gives them as CSV', async () => {
    await uploaded('pc-91', { Firefox: '131.0', Thunderbird: '128.0' })
    await uploaded('pc-92', { Firefox: '131.0', Thunderbird: '128.1' })
    await uploaded('pc-93', { Firefox: '140.0', FireAlpaca: '2.11' })
    await until(
      async () => (await product.call(routes.countFieldValues, { query: { field: 'Software/Products', first: 'Firefox' } })).items,
      (items) => items.reduce((sum, { machines }) => sum + machines, 0) === 3,
    )
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'inventory/')
    const table = page.getByRole('table').first()
    await page.getByLabel(w.begins).fill('fire')
    await expect.poll(() => namesIn(table)).toEqual(['FireAlpaca', 'Firefox', 'firefox-esr'])
    expect(page.url()).toContain('begins=fire')
    expect(await download(page, w.csv)).toBe('\ufeffvalue,machines\r\nFireAlpaca,1\r\nFirefox,3\r\nfirefox-esr,1\r\n')
    await page.getByRole('button', { name: w.valueOf('Firefox'), exact: true }).click()
    const cells = async () => (await table.getByRole('row').allTextContents()).slice(1)
    await expect.poll(cells).toEqual(['Firefox131.02', 'Firefox140.01'])
    expect(await download(page, w.csv)).toBe('\ufeffvalue,second,machines\r\nFirefox,131.0,2\r\nFirefox,140.0,1\r\n')
    // The chart has the same figures, the most common first.
    await expect.poll(() => barsIn(page)).toEqual(['131.0 2', '140.0 1'])

    await go(page, language, 'inventory/?begins=fire')
    await expect.poll(() => barsIn(page)).toEqual(['Firefox 3', 'FireAlpaca 1', 'firefox-esr 1'])
    await page.getByRole('button', { name: w.order }).click()
    await page.getByRole('option', { name: w.byMachines }).click()
    await expect.poll(() => namesIn(table)).toEqual(['Firefox', 'FireAlpaca', 'firefox-esr'])
    expect(page.url()).toContain('order=machines')
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('tells somebody who sees a part of the entities over which computers is counted, and that the questions are for others', async () => {
    const { items } = await product.call(routes.listEntities, {})
    const lyon =
      items.find(({ name }) => name === 'Lyon') ?? (await product.call(routes.createEntity, { body: { name: 'Lyon', parentId: 'root' } }))
    const alone = await uploaded('pc-94', { 'Only in Lyon': '1' })
    await product.call(routes.assignMachines, { params: { id: lyon.id }, body: { machineIds: [alone.id] } })
    const login = `lyon-${language}`
    const person = await newPerson(product, { login, profiles: ['reader'], entityIds: [lyon.id] })
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'inventory/', { login, password: goodPassword })
    await page.getByText(w.partial).waitFor()
    await until(
      async () => {
        await page.reload()
        await page.getByRole('rowheader').first().waitFor()
        return namesIn(page.getByRole('table').first())
      },
      (names) => names.length === 1,
    )
    expect(await namesIn(page.getByRole('table').first())).toEqual(['Only in Lyon'])
    expect((await person.raw('GET', '/inventory/values?field=Machine/Name&entityId=root')).body).toMatchObject({
      status: 403,
      errors: [{ field: 'query.entityId', value: 'root' }],
    })
    await go(page, language, 'inventory-doubts/')
    await page.getByText(w.wholeOnly).waitFor()
    expect(own(faults)).toEqual([])
    await page.context().close()

    // Who sees everything may ask for one entity.
    const admin = await openPage(browser, language)
    await logIn(admin.page, product, language, 'inventory/?field=Machine/Name')
    await admin.page.getByRole('row').filter({ hasText: 'pc-12' }).waitFor()
    await admin.page.getByRole('button', { name: w.entity }).click()
    await admin.page.getByRole('option', { name: /Lyon$/ }).click()
    await expect.poll(() => namesIn(admin.page.getByRole('table').first())).toEqual(['pc-94'])
    expect(await download(admin.page, w.csv)).toBe('\ufeffvalue,machines\r\npc-94,1\r\n')
    expect(admin.faults).toEqual([])
    await admin.page.context().close()
  })
})

const doubtWords = {
  en: { doubt: 'Same name', merge: 'Merge', decided: 'Decided', merged: 'Merged', separate: 'Keep apart', none: 'No open question' },
  fr: {
    doubt: 'Même nom',
    merge: 'Fusionner',
    decided: 'Tranchées',
    merged: 'Fusionnés',
    separate: 'Garder séparés',
    none: 'Aucune question en attente',
  },
} as const

describe.each(['en', 'fr'] as const)('H2 what a person is asked, in %s', (language) => {
  const w = doubtWords[language]
  const decided = async (name: string, decide: (page: Page, row: Locator) => Promise<void>): Promise<Machine[]> => {
    // Neither says what hardware it is: the name alone does not make them one.
    await upload(xmlInventory({ name, deviceId: `${name}-2026-01-01-00-00-00` }))
    await one(name)
    await upload(xmlInventory({ name, deviceId: `${name}-2026-02-02-00-00-00` }))
    await until(
      async () => (await product.call(routes.listInventoryDoubts, { query: {} })).items,
      (items) => items.some(({ machines }) => machines[0]?.name === name),
    )
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'inventory-doubts/')
    const row = page.getByRole('row').filter({ hasText: name })
    await row.getByText(w.doubt).waitFor()
    await decide(page, row)
    await page.getByText(w.none).waitFor()
    await press(page, w.decided)
    await row.waitFor()
    expect(faults).toEqual([])
    await page.context().close()
    return (await product.call(routes.listMachines, { query: { name } })).items
  }

  it('two that are one are merged: one of them stays, which the page lets choose', async () => {
    const left = await decided(`twin-${language}`, async (page, row) => {
      await row.getByRole('button', { name: w.merge }).click()
      const dialog = page.getByRole('dialog')
      const other = dialog.getByRole('radio').last()
      // A click is lost when the dialog is drawn anew in that moment.
      await expect
        .poll(async () => {
          await other.click({ force: true })
          return other.isChecked()
        })
        .toBe(true)
      await dialog.getByRole('button', { name: w.merge, exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    })
    expect(left).toHaveLength(1)
  })

  it('two that are two are kept apart, and nobody is asked again', async () => {
    const name = `pair-${language}`
    const left = await decided(name, async (page, row) => {
      await row.getByRole('button', { name: w.separate }).click()
      await page.getByRole('dialog').getByRole('button', { name: w.separate, exact: true }).click()
    })
    expect(left).toHaveLength(2)
    const before = left.map(({ lastInventoryAt }) => lastInventoryAt ?? '').sort()
    await upload(xmlInventory({ name, deviceId: `${name}-2026-02-02-00-00-00`, programs: { later: '1' } }))
    await until(
      async () =>
        (await product.call(routes.listMachines, { query: { name } })).items.map(({ lastInventoryAt }) => lastInventoryAt ?? '').sort(),
      (after) => after.length === 2 && (after[1] ?? '') > (before[1] ?? ''),
    )
    expect((await product.call(routes.listInventoryDoubts, { query: {} })).items).toEqual([])
  })
})

describe('H3 what the API refuses to compare', () => {
  it('is named, with what would be right', async () => {
    const { id: bare } = await product.call(routes.createMachine, { body: { name: 'bare', siteId: 'local', address: '192.0.2.201' } })
    const compared = (query: string) => product.raw('GET', `/machines/${pc.id}/inventory/comparison?${query}`)
    for (const [query, status, field, message] of [
      [`with=${pc.id}`, 400, 'query.with', 'must be another machine'],
      [`with=${bare}`, 404, 'query.with', 'must be a machine that has an inventory'],
      ['with=nothing', 404, 'query.with', 'must be the id of a machine that exists'],
      [`with=${bare}&from=${firstAt}`, 400, 'query.with', 'must come without from and to: the two machines are compared as they are now'],
      ['', 400, 'query.from', 'must say since when, or with must name another machine'],
      ['from=2001-01-01T00:00:00Z', 400, 'query.from', `must not be before the first inventory of the machine, ${firstAt}`],
      [`from=${firstAt}&to=2001-01-01T00:00:00Z`, 400, 'query.to', 'must not be before from'],
    ] as const)
      expect(await compared(query), query).toMatchObject({ status, body: { errors: [{ field, message }] } })
  })

  it('since when: in which version, and which was before', async () => {
    const since = (query: { name: string; version?: string }) =>
      product.call(routes.getInventorySince, { params: { id: pc.id }, query: { section: 'software', ...query } })
    const at = pc.lastInventoryAt
    expect(await since({ name: 'curl', version: '7.88.1-10+deb12u15' })).toEqual({
      present: true,
      since: at,
      isExact: true,
      previousVersion: '7.88.1-10+deb12u14',
    })
    expect(await since({ name: 'curl' })).toEqual({ present: true, since: firstAt, isExact: false, previousVersion: null })
    expect(await since({ name: 'firefox-esr' })).toEqual({ present: true, since: at, isExact: true, previousVersion: null })
    expect(await since({ name: 'apt-transport-https' })).toEqual({ present: false, since: null, isExact: false, previousVersion: null })
  })
})
