/** Two dates of a machine, and two machines. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { enter, type Language, openPage, press } from '../browser.ts'
import { download, namesIn, own, tabOf } from './page.ts'
import type { Stage } from './stage.ts'
import { uploaded } from './uploads.ts'
import { words } from './words.ts'

export const compares = ({ product, browser, captured }: Stage, language: Language): void => {
  const w = words[language]

  it('compares two dates of a machine: what differs, on request also what does not, and as CSV; says why it cannot', async () => {
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, tabOf(captured.pc))
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
    const other = await uploaded(product, 'pc-91', { Firefox: '131.0', Thunderbird: '128.0' })
    const bare = `bare-${language}`
    await product.call(routes.createMachine, { body: { name: bare, siteId: 'local', address: '192.0.2.200' } })
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, tabOf(captured.pc, '&view=compare'))
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
}
