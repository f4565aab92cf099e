/** The list of machines: its filters, its file, what is done from it. */
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { MachineQuery } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { enter, openPage } from '../browser.ts'
import { until } from '../product.ts'
import type { RunningBrowser, RunningProduct } from '../running.ts'
import { upload } from './upload.ts'

export const list = (product: RunningProduct, browser: RunningBrowser): void => {
  const names = async (query: Omit<Partial<MachineQuery>, 'limit'>) =>
    (await product.call(routes.listMachines, { query: { limit: 100, ...query } })).items.map(({ name }) => name)

  it('is filtered by entity with all below, site, system and when a machine was seen, all together', async () => {
    const france = await product.call(routes.createEntity, { body: { name: 'France', parentId: 'root' } })
    const lyon = await product.call(routes.createEntity, { body: { name: 'Lyon', parentId: france.id } })
    await product.call(routes.createSite, { body: { id: 'far', name: 'Far', timeZone: 'Asia/Tokyo' } })
    await product.call(routes.createMachine, { body: { name: 'tokyo-1', siteId: 'far', address: '192.0.2.1', entityId: lyon.id } })
    await product.call(routes.createMachine, { body: { name: 'never-1', siteId: 'local', address: '192.0.2.2', entityId: france.id } })
    await upload(product, 'deb-1', 1, 'Debian GNU/Linux 13 (trixie)')
    await upload(product, 'win-1', 2, 'Microsoft Windows 11 Pro')
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
    const response = await fetch(`${product.ready.api}/machines.csv?siteId=far`, {
      headers: { authorization: `Bearer ${product.token}` },
    })
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
    await enter(page, product, w.language, 'machines/?system=windows')
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
}
