/** The whole fleet, counted by values; for somebody who sees a part of it, that part. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { enter, goTo, type Language, logIn, openPage } from '../browser.ts'
import { goodPassword, newPerson } from '../people.ts'
import { until } from '../product.ts'
import { barsIn, download, namesIn, own } from './page.ts'
import type { Stage } from './stage.ts'
import { uploaded } from './uploads.ts'
import { words } from './words.ts'

export const counts = ({ product, browser }: Stage, language: Language): void => {
  const w = words[language]

  it('counts values over the fleet, narrows them, leads from a program to its versions, and gives them as CSV', async () => {
    await uploaded(product, 'pc-91', { Firefox: '131.0', Thunderbird: '128.0' })
    await uploaded(product, 'pc-92', { Firefox: '131.0', Thunderbird: '128.1' })
    await uploaded(product, 'pc-93', { Firefox: '140.0', FireAlpaca: '2.11' })
    await until(
      async () => (await product.call(routes.countFieldValues, { query: { field: 'Software/Products', first: 'Firefox' } })).items,
      (items) => items.reduce((sum, { machines }) => sum + machines, 0) === 3,
    )
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, 'inventory/')
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

    await goTo(page, product, language, 'inventory/?begins=fire')
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
    const alone = await uploaded(product, 'pc-94', { 'Only in Lyon': '1' })
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
    await goTo(page, product, language, 'inventory-doubts/')
    await page.getByText(w.wholeOnly).waitFor()
    expect(own(faults)).toEqual([])
    await page.context().close()

    // Who sees everything may ask for one entity.
    const admin = await openPage(browser, language)
    await enter(admin.page, product, language, 'inventory/?field=Machine/Name')
    await admin.page.getByRole('row').filter({ hasText: 'pc-12' }).waitFor()
    await admin.page.getByRole('button', { name: w.entity }).click()
    await admin.page.getByRole('option', { name: /Lyon$/ }).click()
    await expect.poll(() => namesIn(admin.page.getByRole('table').first())).toEqual(['pc-94'])
    expect(await download(admin.page, w.csv)).toBe('\ufeffvalue,machines\r\npc-94,1\r\n')
    expect(admin.faults).toEqual([])
    await admin.page.context().close()
  })
}
