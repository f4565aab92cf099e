/** One machine: its sections, what each report changed, since when it has a program. */
import { expect, it } from 'vitest'
import { enter, goTo, type Language, openPage, press } from '../browser.ts'
import { download, namesIn, own, tabOf } from './page.ts'
import type { Stage } from './stage.ts'
import { uploaded } from './uploads.ts'
import { words } from './words.ts'

export const reads = ({ product, browser, captured }: Stage, language: Language): void => {
  const w = words[language]

  it('shows the sections of a machine; a list is searched, ordered and paged', async () => {
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, tabOf(captured.pc))
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

    const many = await uploaded(
      product,
      'pc-90',
      Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`tool-${at + 1}`, `1.${at + 1}`])),
    )
    await goTo(page, product, language, tabOf(many, '&section=software'))
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
    await enter(page, product, language, tabOf(captured.pc))
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
    await goTo(page, product, language, `${tabOf(captured.pc)}&section=software&at=${captured.firstAt}`)
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
    await enter(page, product, language, tabOf(captured.pc, '&section=software'))
    await press(page, w.sinceWhen('curl'))
    await page.getByText(w.inVersion).waitFor()
    await page.getByText(w.versionBefore).waitFor()
    await page.getByText(w.orEarlier).waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })
}
