/** Every page of the console in the states that matter, to be looked at: what is prepared for it, and how one gets there. */
import type { Page } from 'playwright-core'
import { routes } from '#shared/contracts/routes.ts'
import type { Language } from '../journeys/browser.ts'
import { executionsOf, type Product, until } from '../journeys/product.ts'
import { prepareInventories } from './inventory.ts'
import { inventoryShots } from './inventory-operators.ts'

export type Shot = {
  readonly name: string
  readonly path: string
  /** What is done on the page before the picture. */
  readonly act?: (page: Page, language: Language) => Promise<void>
}

const words = {
  en: {
    several: 'Several packages',
    names: 'By name',
    window: 'Deployment window',
    stop: 'Stop',
    relaunch: 'Relaunch',
    launch: 'Launch now',
    name: 'Names',
    select: 'Select all on this page',
    deploy: 'Deploy',
    edit: 'Edit',
    delete: 'Delete',
    createEntity: 'Create entity',
    find: 'Find in the log',
    create: 'Create bundle',
    options: 'Options and sites',
  },
  fr: {
    several: 'Plusieurs paquets',
    names: 'Par nom',
    window: 'Intervalle de déploiement',
    stop: 'Arrêter',
    relaunch: 'Relancer',
    launch: 'Lancer maintenant',
    name: 'Noms',
    select: 'Tout sélectionner sur cette page',
    deploy: 'Déployer',
    edit: 'Modifier',
    delete: 'Supprimer',
    createEntity: 'Créer une entité',
    find: 'Rechercher dans le journal',
    create: 'Créer un bundle',
    options: 'Options et sites',
  },
} as const

const press = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).first().click()
}

/** A segmented control is a select where there is little room. */
const chooseSegment = async (page: Page, name: string): Promise<void> => {
  const segment = page.getByRole('button', { name, exact: true })
  if ((await segment.count()) > 0) return segment.click()
  await page
    .locator('button[aria-haspopup]')
    .filter({ hasText: /list|liste/ })
    .first()
    .click()
  await page.getByRole('option', { name }).click()
}

/** Deployments and bundles in every state, on a product with the demo fleet. */
export const prepare = async (product: Product): Promise<readonly Shot[]> => {
  await product.call(routes.editEntity, { params: { id: 'root' }, body: { sshPort: 22 } })
  const { items: machines } = await product.call(routes.listMachines, { query: { limit: 100 } })
  const { items: packages } = await product.call(routes.listPackages, { query: { status: 'ready' } })
  const machineIds = machines.map(({ id }) => id)
  const [first, second = first, third = second] = packages
  if (!first || !second || !third) throw new Error('the demo has no package')
  const small = packages.find(({ label }) => label.includes('Hello')) ?? first

  const bundle = await product.call(routes.createBundle, {
    body: {
      name: 'Workstation 2026',
      description: 'What every new workstation gets',
      members: packages.slice(0, 3).map(({ id }, place) => ({ packageId: id, order: place === 2 ? 2 : 1 })),
    },
  })
  await product.call(routes.createSite, {
    body: {
      id: 'montreal',
      name: 'Montréal',
      timeZone: 'America/Toronto',
      maxBandwidth: 2_000_000,
      networks: ['10.1.0.0/16', 'fd00:1::/64'],
    },
  })
  for (let place = 0; place < 130; place += 1)
    await product.call(routes.createMachine, {
      body: { name: `mtl-${String(place + 1).padStart(3, '0')}`, siteId: 'montreal', address: `198.51.100.${place}` },
    })
  const tomorrow = new Date(Date.now() + 4 * 86_400_000).toISOString()
  const hour = new Date().getUTCHours()
  const closed = `${(hour + 4) % 24}-${(hour + 6) % 24}`
  const many = await product.call(routes.createDeployment, {
    body: { packageId: small.id, machineFilter: { siteId: 'montreal' }, options: { intervals: closed, endAt: tomorrow, wakeOnLan: true } },
  })
  const held = await product.call(routes.createDeployment, { body: { bundleId: bundle.id, machineFilter: { name: 'mtl-0' } } })
  await product.call(routes.pauseDeployment, { params: { id: held.id } })
  const done = await product.call(routes.createDeployment, { body: { packageId: small.id, machineIds, options: { attempts: 1 } } })
  const together = await product.call(routes.createDeployment, { body: { bundleId: bundle.id, machineIds, options: { attempts: 1 } } })
  for (const { id } of [done, together])
    await until(
      () => executionsOf(product, { id }),
      (all) => all.length > 0 && all.every(({ state }) => ['done', 'failed', 'stopped', 'unknown'].includes(state)),
      180_000,
    )
  const [logged] = await executionsOf(product, done)
  const inventories = await prepareInventories(product)
  const deploy = `deploy/?package=${small.id}`
  return [
    { name: 'home', path: '' },
    { name: 'machines', path: 'machines/' },
    { name: 'machines-matching', path: 'machines/?name=mtl' },
    { name: 'machines-none', path: 'machines/?name=nobody' },
    { name: 'machines-filtered', path: 'machines/?seen=within-7&site=montreal' },
    {
      name: 'machines-import',
      path: 'machines/import/',
      act: async (page) => {
        const text =
          'name,addresses,site,externalId\nacc-01,10.1.0.1,Montréal,A-1\nacc-02,10.1.0.2,Quebec,A-2\n,127.0.0.1,Montréal,A-3\nacc-04,10.1.0.4 ::1,Montréal,A-1\n'
        await page.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
        await page.getByText('Quebec').last().waitFor()
      },
    },
    {
      name: 'machine-edit',
      path: `machines/detail/?id=${machineIds[0]}`,
      act: async (page, language) => {
        await press(page, 'Actions')
        await page.getByRole('menuitem', { name: words[language].edit }).click()
      },
    },
    {
      name: 'machine-delete',
      path: `machines/detail/?id=${machineIds[0]}`,
      act: async (page, language) => {
        await press(page, 'Actions')
        await page.getByRole('menuitem', { name: words[language].delete }).click()
        await page.getByRole('dialog').getByRole('list').nth(1).waitFor()
      },
    },
    {
      name: 'quick',
      path: 'machines/',
      act: async (page, language) => {
        await page.getByRole('checkbox', { name: words[language].select }).check({ force: true })
        await press(page, words[language].deploy)
      },
    },
    { name: 'machine', path: `machines/detail/?id=${machineIds[0]}` },
    { name: 'machine-bundle', path: `machines/detail/?id=${machineIds[0]}&tab=bundle` },
    { name: 'machine-logs', path: `machines/detail/?id=${machineIds[0]}&tab=logs` },
    { name: 'machine-history', path: `machines/detail/?id=${machineIds[0]}&tab=history` },
    { name: 'packages', path: 'packages/' },
    { name: 'package', path: `packages/detail/?id=${small.id}` },
    { name: 'add-package', path: 'packages/add/' },
    { name: 'bundles', path: 'bundles/' },
    { name: 'bundle', path: `bundles/detail/?id=${bundle.id}` },
    {
      name: 'bundle-form',
      path: `bundles/detail/?id=${bundle.id}`,
      act: async (page, language) => {
        await press(page, 'Actions')
        await page.getByRole('menuitem', { name: words[language].edit }).click()
      },
    },
    { name: 'deploy', path: deploy },
    { name: 'deploy-empty', path: 'deploy/', act: (page, language) => press(page, words[language].launch) },
    {
      name: 'deploy-window',
      path: `deploy/?package=${small.id}&on=filter&name=a`,
      act: async (page, language) => {
        const field = page.getByLabel(words[language].window, { exact: true })
        await field.fill('22-6, 12:00-13:30')
        await page.getByTestId('week').first().waitFor()
        await page.waitForTimeout(900)
      },
    },
    {
      name: 'deploy-fault',
      path: deploy,
      act: async (page, language) => {
        await page.getByLabel(words[language].window, { exact: true }).fill('22-6, 25-27, 8-9')
      },
    },
    {
      name: 'deploy-names',
      path: deploy,
      act: async (page, language) => {
        await chooseSegment(page, words[language].names)
        await page.getByLabel(words[language].name, { exact: true }).fill('mtl-001\nmtl-002\nnobody\n')
        await page.waitForTimeout(900)
      },
    },
    { name: 'deploy-bundle', path: `deploy/?bundle=${bundle.id}` },
    { name: 'deployments', path: 'deployments/' },
    { name: 'deployments-paused', path: 'deployments/?state=paused' },
    { name: 'deployments-none', path: 'deployments/?name=nothing' },
    { name: 'deployment-window', path: `deployments/detail/?id=${many.id}` },
    {
      name: 'deployment-options',
      path: `deployments/detail/?id=${many.id}`,
      act: (page, language) => press(page, words[language].options),
    },
    { name: 'deployment-paused', path: `deployments/detail/?id=${held.id}` },
    { name: 'deployment-done', path: `deployments/detail/?id=${done.id}` },
    { name: 'deployment-bundle', path: `deployments/detail/?id=${together.id}` },
    { name: 'deployment-figure', path: `deployments/detail/?id=${together.id}&standing=done&figure=succeeded&place=0` },
    { name: 'stop', path: `deployments/detail/?id=${many.id}`, act: (page, language) => press(page, words[language].stop) },
    { name: 'relaunch', path: `deployments/detail/?id=${done.id}`, act: (page, language) => press(page, words[language].relaunch) },
    {
      name: 'log-search',
      path: `deployments/detail/?id=${done.id}&execution=${logged?.id}`,
      act: async (page, language) => {
        await page.getByLabel(words[language].find).fill('e')
        await page.getByTestId('hits').waitFor()
      },
    },
    { name: 'sites', path: 'sites/' },
    {
      name: 'site-form',
      path: 'sites/',
      act: (page, language) => page.getByRole('button', { name: `${words[language].edit} Montréal` }).click(),
    },
    ...inventories,
    ...(await inventoryShots(product)),
    { name: 'entity-form', path: 'entities/', act: (page, language) => press(page, words[language].createEntity) },
    { name: 'not-found', path: 'deployments/detail/?id=nothing' },
  ]
}
