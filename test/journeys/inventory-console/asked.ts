/** Doubts: two machines that are one, and two that are two. */
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { xmlInventory } from '../../lab/agent-client.ts'
import { enter, type Language, openPage, press } from '../browser.ts'
import { inventoriesIn } from '../inventories.ts'
import { until } from '../product.ts'
import type { Stage } from './stage.ts'
import { upload } from './uploads.ts'
import { doubtWords } from './words.ts'

export const asked = ({ product, browser }: Stage, language: Language): void => {
  const w = doubtWords[language]
  const { one, doubts } = inventoriesIn(product)

  const decided = async (name: string, decide: (page: Page, row: Locator) => Promise<void>): Promise<Machine[]> => {
    // Neither says what hardware it is: the name alone does not make them one.
    await upload(product, xmlInventory({ name, deviceId: `${name}-2026-01-01-00-00-00` }))
    await one(name)
    await upload(product, xmlInventory({ name, deviceId: `${name}-2026-02-02-00-00-00` }))
    await until(doubts, (items) => items.some(({ machines }) => machines[0]?.name === name))
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, 'inventory-doubts/')
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
    await upload(product, xmlInventory({ name, deviceId: `${name}-2026-02-02-00-00-00`, programs: { later: '1' } }))
    await until(
      async () =>
        (await product.call(routes.listMachines, { query: { name } })).items.map(({ lastInventoryAt }) => lastInventoryAt ?? '').sort(),
      (after) => after.length === 2 && (after[1] ?? '') > (before[1] ?? ''),
    )
    expect(await doubts()).toEqual([])
  })
}
