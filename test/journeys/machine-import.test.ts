/** L2: machines from elsewhere, by the API and from the console. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type ImportReport, mostImported } from '#shared/contracts/machine-import.ts'
import { routes } from '#shared/contracts/routes.ts'
import { enter, openPage } from './browser.ts'
import { until } from './product.ts'
import { runningBrowser, runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')
const browser = runningBrowser()
let lyon: string

beforeAll(async () => {
  const france = await product.call(routes.createEntity, { body: { name: 'France', parentId: 'root' } })
  lyon = (await product.call(routes.createEntity, { body: { name: 'Lyon', parentId: france.id } })).id
  await product.call(routes.createSite, { body: { id: 'hq', name: 'Siège', timeZone: 'Europe/Paris' } })
})

/** As a script sends it: bytes and their type. */
const send = async (text: string, query = '', type = 'text/csv; charset=utf-8'): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${product.ready.api}/machines/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.token}`, 'content-type': type },
    body: text,
  })
  return { status: response.status, body: await response.json() }
}
const imported = async (text: string, query = '', type?: string): Promise<ImportReport> => {
  const { status, body } = await send(text, query, type)
  expect(status, JSON.stringify(body)).toBe(200)
  return routes.importMachines.response.parse(body)
}
const list = async (list: readonly object[], query = '') => imported(JSON.stringify(list), query, 'application/json')
const all = async (name: string) => (await product.call(routes.listMachines, { query: { name, limit: 100 } })).items

const good = `\ufeffName;Address;MAC;Site;Entity;SSH user;SSH port;Tag;External id
cmdb-1;10.1.0.11 10.2.0.11;00-16-3E-5E-6C-01;siège;France / Lyon;deploy;2222;lobby;A-1
"cmdb;2";10.1.0.12;;hq;;;;;A-2
`

describe('L2 machines as CSV', () => {
  it('are looked at, made, and known again when the same file comes twice', async () => {
    expect(await imported(good, '?dryRun=true')).toMatchObject({
      written: false,
      lines: 2,
      counts: { created: 2, changed: 0, unchanged: 0, refused: 0 },
      machines: [
        { line: 2, name: 'cmdb-1', outcome: 'created', id: null },
        { line: 3, name: 'cmdb;2', outcome: 'created', id: null },
      ],
    })
    expect(await all('cmdb')).toEqual([])
    const report = await imported(good)
    expect(report).toMatchObject({ written: true, counts: { created: 2, changed: 0, unchanged: 0, refused: 0 }, faults: [] })
    const [first, second] = await all('cmdb')
    expect(first).toMatchObject({
      id: report.machines[0]?.id,
      name: 'cmdb-1',
      siteId: 'hq',
      entityId: lyon,
      entityBy: 'hand',
      address: '10.1.0.11',
      addressBy: 'hand',
      macs: ['00:16:3e:5e:6c:01'],
      user: 'deploy',
      port: 2222,
      tag: 'lobby',
      externalId: 'A-1',
    })
    expect(first?.sshAddresses.map(({ address, because }) => [address, because])).toEqual([
      ['10.1.0.11', 'fixed'],
      ['10.2.0.11', 'private'],
    ])
    expect(second).toMatchObject({ name: 'cmdb;2', entityId: 'root', entityBy: 'rule', portFrom: { place: 'default' } })
    expect(await imported(good)).toMatchObject({ counts: { created: 0, changed: 0, unchanged: 2, refused: 0 } })
    expect(await imported(good.replace('10.1.0.12', '10.1.0.99').replace('cmdb-1', 'cmdb-one'))).toMatchObject({
      counts: { created: 0, changed: 2, unchanged: 0, refused: 0 },
    })
    expect((await all('cmdb')).map(({ id, name, address }) => [id, name, address])).toEqual([
      [first?.id, 'cmdb-one', '10.1.0.11'],
      [second?.id, 'cmdb;2', '10.1.0.99'],
    ])
  })

  it('follow the rules of entities by their tag, and are known by their name where they have no external id', async () => {
    const { version } = await product.call(routes.getEntityRules, {})
    await product.call(routes.editEntityRules, { body: { version, rules: [{ kind: 'tag', value: 'lobby', entityId: lyon }] } })
    const text = 'name,addresses,tag\nnameless-1,10.1.0.20,lobby\nnameless-2,10.1.0.21,\n'
    expect(await imported(text, '?siteId=hq')).toMatchObject({ counts: { created: 2 } })
    expect((await all('nameless')).map(({ name, entityId, entityBy }) => [name, entityId, entityBy])).toEqual([
      ['nameless-1', lyon, 'rule'],
      ['nameless-2', 'root', 'rule'],
    ])
    expect(await imported(text, '?siteId=hq')).toMatchObject({ counts: { created: 0, unchanged: 2 } })
    // What was made by hand is found by its name, and gets its external id.
    const adopted = 'name,addresses,externalId\nnameless-2,10.1.0.21,B-2\n'
    expect(await imported(adopted, '?siteId=hq')).toMatchObject({ counts: { created: 0, changed: 1 } })
    expect((await all('nameless-2'))[0]?.externalId).toBe('B-2')
    await product.call(routes.editEntityRules, { body: { version: version + 1, rules: [] } })
  })

  const bad = `name,addresses,site,entity,sshPort,externalId
fine-1,10.3.0.1,hq,,,C-1
,10.3.0.2,hq,,,C-2
bad-3,-oProxyCommand=id,hq,,,C-3
bad-4,10.3.0.4,nowhere,,,C-4
bad-5,10.3.0.5,hq,France / Nice,,C-5
bad-6,10.3.0.6,hq,,70000,C-6
bad-7,10.3.0.7,hq,,,C-1
bad-8,10.3.0.8 127.0.0.1,hq,,,C-8
bad-9,10.3.0.9,hq,,,C-9,too,much
`
  const faults = [
    [3, 'name', null],
    [4, 'addresses/0', '-oProxyCommand=id'],
    [5, 'site', 'nowhere'],
    [6, 'entity', 'France / Nice'],
    [7, 'sshPort', '70000'],
    [8, 'externalId', 'C-1'],
    [9, 'addresses/1', '127.0.0.1'],
  ]
  it('name every line at fault; nothing is written unless the others are asked for', async () => {
    const refused = await send(bad)
    expect(refused).toMatchObject({
      status: 400,
      body: {
        errors: expect.arrayContaining([
          { field: 'line 5: site', value: 'nowhere', message: 'must be the id or the name of a site that exists' },
          { field: 'line 8: externalId', value: 'C-1', message: 'must be there once only: line 2 has it' },
          { field: 'line 10: column 7', value: 'too', message: 'must not be there: the header has 6 columns' },
        ]),
      },
    })
    const looked = await imported(bad, '?dryRun=true')
    expect(looked.faults.slice(0, faults.length).map(({ line, field, value }) => [line, field, value])).toEqual(faults)
    expect(looked).toMatchObject({ written: false, lines: 9, counts: { created: 1, refused: 8 } })
    expect(await all('fine-1')).toEqual([])
    expect(await imported(bad, '?partial=true')).toMatchObject({ written: true, lines: 9, counts: { created: 1, refused: 8 } })
    expect((await all('fine-1')).length).toBe(1)
  })

  it.each([
    ['nothing at all', '', 'text/csv', 400, 'CSV with a header line and at least one machine'],
    ['a header alone', 'name,addresses\n', 'text/csv', 400, 'must have a header line and at least one machine'],
    ['a quote that does not end', 'name,"addresses\nx,y', 'text/csv', 400, 'must be CSV'],
    ['a column that is none', 'name,addresses,colour\nx,10.0.0.1,red', 'text/csv', 400, 'must be one of name, addresses'],
    ['too many', `name,addresses\n${'x,10.0.0.1\n'.repeat(mostImported + 1)}`, 'text/csv', 400, 'must have at most 1000 machines'],
    ['an empty list', '[]', 'application/json', 400, 'must have at least one machine'],
    ['no list', '{}', 'application/json', 400, 'must be a list of machines in JSON'],
    ['another type', '<machines/>', 'application/xml', 415, 'send application/json or text/csv'],
  ])('refuse %s', async (_, text, type, status, says) => {
    const answer = await send(text, '?siteId=hq', type)
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    expect(JSON.stringify(answer.body)).toContain(says)
  })
})

describe('L2 machines as JSON', () => {
  const machine = {
    name: 'json-1',
    addresses: ['10.4.0.1'],
    site: 'hq',
    externalId: 'J-1',
    inventory: {
      operatingSystem: { name: 'Debian GNU/Linux 13' },
      hardware: { memoryBytes: 8_589_934_592 },
      software: [{ name: 'nginx', version: '1.28' }],
    },
  }
  it('come with their inventory, whose next version has a history', async () => {
    expect(await list([machine])).toMatchObject({ counts: { created: 1 } })
    const [made] = await all('json-1')
    const id = made?.id ?? ''
    expect(made).toMatchObject({ operatingSystem: 'Debian GNU/Linux 13', address: '10.4.0.1', addressBy: 'hand' })
    const { inventory } = await product.call(routes.getMachineInventory, { params: { id }, query: {} })
    expect(inventory).toMatchObject({
      general: { name: 'json-1', model: null },
      hardware: { memoryBytes: 8_589_934_592 },
      software: [{ name: 'nginx', version: '1.28', publisher: null }],
    })
    await until(
      async () => (await product.call(routes.countFieldValues, { query: { field: 'Software/ProductName' } })).items,
      (items) => items.some(({ value }) => value === 'nginx'),
    )
    const newer = { ...machine, inventory: { ...machine.inventory, software: [{ name: 'nginx', version: '1.30' }] } }
    expect(await list([newer])).toMatchObject({ counts: { created: 0, changed: 1 } })
    const { items } = await product.call(routes.listInventoryChanges, { params: { id }, query: {} })
    expect(JSON.stringify(items)).toContain('1.30')
  })

  it('are refused with the place of what is wrong in an inventory', async () => {
    const wrong = { ...machine, inventory: { software: [{ name: 'nginx', colour: 'red' }], hardware: { memoryBytes: -1 } } }
    const report = await list([wrong], '?dryRun=true')
    expect(report.faults.map(({ line, field }) => [line, field])).toEqual([
      [1, 'inventory/software/0/colour'],
      [1, 'inventory/hardware/memoryBytes'],
    ])
  })

  it('free their external id when they are deleted', async () => {
    const [before] = await all('json-1')
    await product.call(routes.deleteMachine, { params: { id: before?.id ?? '' } })
    expect(await list([machine])).toMatchObject({ counts: { created: 1 } })
    expect((await all('json-1'))[0]?.id).not.toBe(before?.id)
  })
})

describe('L2 the page', () => {
  it.each([
    {
      language: 'en',
      more: 'Import, export',
      import: 'Import from a file…',
      looked: '3 lines were looked at; nothing is written yet',
      fault: 'must be the name of a site that exists',
      part: 'Import 2 computers without the line at fault',
      done: '3 lines are imported',
      to: 'To the computers',
    },
    {
      language: 'fr',
      more: 'Importer, exporter',
      import: 'Importer depuis un fichier…',
      looked: '3 lignes examinées ; rien n’est encore écrit',
      fault: 'doit être le nom d’un site existant',
      part: 'Importer 2 ordinateurs sans la ligne en erreur',
      done: '3 lignes importées',
      to: 'Vers les ordinateurs',
    },
  ] as const)('shows faults by line before anything is written, then what became of each: $language', async (w) => {
    const { page, faults } = await openPage(browser, w.language)
    await enter(page, product, w.language, 'machines/')
    await page.getByRole('button', { name: w.more }).click()
    await page.getByRole('menuitem', { name: w.import }).click()
    await page.waitForURL('**/machines/import/**')
    const text = `name,addresses,site\npage-${w.language}-1,10.5.0.1,hq\npage-${w.language}-2,10.5.0.2,nowhere\npage-${w.language}-3,10.5.0.3,hq\n`
    await page.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByText(w.looked).waitFor()
    await page.getByRole('row').filter({ hasText: w.fault }).filter({ hasText: 'nowhere' }).waitFor()
    expect(await all(`page-${w.language}`)).toEqual([])
    await page.getByRole('button', { name: w.part }).click()
    await page.getByText(w.done).waitFor()
    expect((await all(`page-${w.language}`)).map(({ name }) => name)).toEqual([`page-${w.language}-1`, `page-${w.language}-3`])
    await page.getByRole('button', { name: w.to }).click()
    await page
      .getByRole('row')
      .filter({ hasText: `page-${w.language}-1` })
      .waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })
})
