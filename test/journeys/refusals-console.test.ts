/** Refusals that people meet on the pages of deployments, packages and sites, said in the language of the console. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { logIn, openBrowser, openPage } from './browser.ts'
import { addMachine, addPackage, newDataFolder, type Product, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let browser: Browser

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  browser = await openBrowser()
}, 360_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await data?.remove()
})

const install = { label: 'Refus', command: './install.sh' }
const files = { 'install.sh': '#!/bin/sh\n' }

/** Lets something happen between a person's click and its arrival, as when two people work at the same time. */
const beforeArrival = async (page: Page, address: string, happen: () => Promise<unknown>): Promise<void> => {
  await page.route(address, async (route) => {
    await happen()
    await route.continue()
  })
}
const act = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'Actions', exact: true }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

describe.each([
  {
    language: 'en',
    pause: 'Pause',
    over: 'The deployment is over (Stopped): there is nothing to pause.',
    delete: 'Delete',
    needed: 'Deployments that need the package and are not over: 1.',
    edit: 'Edit',
    save: 'Save',
    command: 'Install command',
    commandFile: 'must start with a file of the package; it has no setup.sh',
    launch: 'Launch now',
    gone: 'this package no longer exists',
    pauseAction: 'Pause deployment',
  },
  {
    language: 'fr',
    pause: 'Mettre en pause',
    over: 'Le déploiement n’est plus en cours (Arrêté) : il n’y a rien à mettre en pause.',
    delete: 'Supprimer',
    needed: 'Déploiements non terminés qui ont besoin du paquet : 1.',
    edit: 'Modifier',
    save: 'Enregistrer',
    command: 'Commande d’installation',
    commandFile: 'doit commencer par un fichier du paquet ; il n’a pas setup.sh',
    launch: 'Lancer maintenant',
    gone: 'ce paquet n’existe plus',
    pauseAction: 'Mettre un déploiement en pause',
  },
] as const)('refusals in $language', (w) => {
  const open = async (path: string) => {
    const { page } = await openPage(browser, w.language)
    await logIn(page, product, w.language, path)
    return page
  }

  it('a deployment that somebody else has stopped cannot be paused, and the audit log says so too', async () => {
    const machine = await addMachine(product, { name: `refus-${w.language}`, address: '127.0.1.73', port: 2 })
    const pack = await addPackage(product, install, files)
    const { id } = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: [machine.id] } })
    const page = await open(`deployments/detail/?id=${id}`)
    await beforeArrival(page, `**/deployments/${id}/pause`, async () => {
      await product.call(routes.stopDeployment, { params: { id }, body: { interrupt: false } })
      await until(
        () => product.call(routes.getDeployment, { params: { id } }),
        ({ state }) => state === 'stopped',
      )
    })
    await page.getByRole('button', { name: w.pause, exact: true }).first().click()
    await page.getByText(w.over).waitFor()
    await page.goto(`${product.ready.console}/${w.language}/audit/?object=${id}&outcome=refused`)
    const line = page.getByRole('row').filter({ hasText: w.over })
    await line.getByText(w.pauseAction).waitFor()
    await page.context().close()
  })

  it('a package that a deployment needs stays, and its command must name one of its files', async () => {
    const machine = await addMachine(product, { name: `garde-${w.language}`, address: '127.0.1.74', port: 2 })
    const pack = await addPackage(product, install, files)
    await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: [machine.id] } })
    const page = await open(`packages/detail/?id=${pack.id}`)
    await act(page, w.delete)
    await page.getByRole('dialog').getByRole('button', { name: w.delete }).click()
    await page.getByRole('dialog').getByText(w.needed).waitFor()
    await page.reload()
    await act(page, w.edit)
    await page.getByRole('dialog').getByLabel(w.command).fill('./setup.sh')
    await page.getByRole('dialog').getByRole('button', { name: w.save }).click()
    await page.getByRole('dialog').getByText(w.commandFile).waitFor()
    expect((await product.call(routes.getPackage, { params: { id: pack.id } })).command).toBe('./install.sh')
    await page.context().close()
  })

  it('a package that was deleted before the order came is named at its field', async () => {
    const machine = await addMachine(product, { name: `parti-${w.language}`, address: '127.0.1.75', port: 2 })
    const pack = await addPackage(product, install, files)
    const page = await open(`deploy/?package=${pack.id}&on=filter&name=${machine.name}`)
    await page.getByText('Refus 1.0').first().waitFor()
    const launch = page.getByRole('button', { name: w.launch }).first()
    await beforeArrival(page, '**/api/deployments', () => product.call(routes.deletePackage, { params: { id: pack.id } }))
    await launch.click()
    await page.getByText(w.gone).waitFor()
    await page.context().close()
  })
})
