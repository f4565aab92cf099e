/** What goes with a machine that is deleted, and what stays. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { enter, openPage } from '../browser.ts'
import { inventoriesIn } from '../inventories.ts'
import { until } from '../product.ts'
import type { RunningBrowser, RunningProduct } from '../running.ts'
import { upload } from './upload.ts'

export const deletion = (product: RunningProduct, browser: RunningBrowser): void => {
  const { named, one } = inventoriesIn(product)

  it('says what goes and what stays', async () => {
    const { id } = await one('two-homes')
    const foreseen = await product.call(routes.foreseeDeletion, { params: { id } })
    expect(foreseen).toMatchObject({ inventory: { changes: 0, agents: 1 }, hostKey: true, externalId: null, underWay: 0, more: false })
    await upload(product, 'two-homes', 51, 'Debian GNU/Linux 14')
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
    await enter(page, product, w.language, `machines/detail/?id=${id}`)
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
}
