/** A deployment to machines of several entities, looked at by people who see a part of them. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { logIn, openBrowser, openPage } from './browser.ts'
import { goodPassword, newPerson, type Somebody } from './people.ts'
import { addPackage, newDataFolder, type Product, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let browser: Browser
let lyon: Somebody
let nantes: Somebody
let id: string

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  browser = await openBrowser()
  const entities = new Map<string, string>()
  for (const name of ['Lyon', 'Paris', 'Nantes'])
    entities.set(name, (await product.call(routes.createEntity, { body: { name, parentId: 'root' } })).id)
  const site = (await product.call(routes.createSite, { body: { name: 'Paris only', timeZone: 'Europe/Paris' } })).id
  const machineIds: string[] = []
  // Mixed on purpose: what is seen does not hang on the order in which machines are named.
  for (const [name, entity, siteId] of [
    ['lyon-1', 'Lyon', 'local'],
    ['paris-1', 'Paris', site],
    ['lyon-2', 'Lyon', 'local'],
    ['paris-2', 'Paris', 'local'],
    ['lyon-3', 'Lyon', 'local'],
  ] as const) {
    const body = { name, siteId, address: '127.0.1.60', entityId: entities.get(entity) ?? '' }
    machineIds.push((await product.call(routes.createMachine, { body })).id)
  }
  const first = await addPackage(product, { label: 'First', command: 'true' }, { 'a.txt': 'a' })
  const second = await addPackage(product, { label: 'Second', command: 'true' }, { 'b.txt': 'b' })
  const packages = [
    { packageId: first.id, order: 0 },
    { packageId: second.id, order: 1 },
  ]
  id = (await product.call(routes.createDeployment, { body: { name: 'To both', packages, machineIds } })).id
  await until(
    () => product.call(routes.getDeployment, { params: { id } }),
    ({ counts }) => counts.ready === 5 && counts.scheduled === 5,
  )
  const entityIds = (name: string) => [entities.get(name) ?? '']
  lyon = await newPerson(product, { login: 'lyon', profiles: ['operator'], entityIds: entityIds('Lyon') })
  nantes = await newPerson(product, { login: 'nantes', profiles: ['operator'], entityIds: entityIds('Nantes') })
}, 360_000)
afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await data?.remove()
})

const asLyon = async <T>({ response }: { readonly response: { readonly parse: (body: unknown) => T } }, path: string): Promise<T> => {
  const { status, body } = await lyon.raw('GET', path)
  expect(status, JSON.stringify(body)).toBe(200)
  return response.parse(body)
}
const executions = (query = '') => asLyon(routes.listExecutions, `/deployments/${id}/executions${query}`)
const csv = async (who: string): Promise<string[]> => {
  const response = await fetch(`${product.ready.api}/deployments/${id}/report.csv?part=0`, { headers: { authorization: `Bearer ${who}` } })
  expect(response.status).toBe(200)
  return (await response.text())
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[1] ?? '')
}

describe('a deployment that reaches beyond a perimeter', () => {
  it('is listed and counted as far as one sees it, and says that it is a part', async () => {
    const [listed] = (await asLyon(routes.listDeployments, '/deployments')).items
    expect(listed).toMatchObject({ id, partial: true, machines: 3, total: 6, counts: { ready: 3, scheduled: 3 } })
    const shown = await asLyon(routes.getDeployment, `/deployments/${id}`)
    expect(shown).toMatchObject({ partial: true, machines: 3, total: 6 })
    expect(shown.sites.map((site) => site.id)).toEqual(['local'])
    expect(await product.call(routes.getDeployment, { params: { id } })).toMatchObject({ partial: false, machines: 5, total: 10 })
    expect((await product.call(routes.getDeployment, { params: { id } })).sites).toHaveLength(2)
  })

  it('gives the executions of the machines within, by page, by standing and by package', async () => {
    expect((await executions()).items.map(({ machine, order }) => `${machine.name} ${order}`)).toEqual([
      'lyon-1 0',
      'lyon-1 1',
      'lyon-2 0',
      'lyon-2 1',
      'lyon-3 0',
      'lyon-3 1',
    ])
    const names: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof executions>> = await executions(`?standing=ready.&limit=2${cursor && `&cursor=${cursor}`}`)
      names.push(...page.items.map(({ machine }) => machine.name))
      cursor = page.nextCursor
    }
    expect(names).toEqual(['lyon-1', 'lyon-2', 'lyon-3'])
    expect((await executions('?place=1')).items.map(({ machine }) => machine.name)).toEqual(['lyon-1', 'lyon-2', 'lyon-3'])
  })

  it('may be acted on machine by machine, not as a whole', async () => {
    const [one] = (await executions()).items
    expect((await lyon.raw('POST', `/executions/${one?.id}/stop`)).status).toBe(202)
    for (const action of ['stop', 'pause', 'resume', 'relaunch'])
      expect(await lyon.raw('POST', `/deployments/${id}/${action}`, action === 'relaunch' ? { which: 'failed' } : undefined)).toMatchObject(
        {
          status: 403,
          body: {
            detail: 'Some machines of the deployment are outside your perimeter: act on those that you see, one by one.',
            errors: [{ field: 'path.id', value: id }],
          },
        },
      )
    const theirs = (await product.call(routes.listExecutions, { params: { id }, query: {} })).items.find(
      ({ machine }) => machine.name === 'paris-1',
    )
    expect(await lyon.raw('POST', `/executions/${theirs?.id}/stop`)).toMatchObject({ status: 403 })
    expect(await lyon.raw('GET', `/executions/${theirs?.id}`)).toMatchObject({ status: 403 })
  })

  it('has a report and a CSV of the machines within', async () => {
    // One of Lyon's bundles was stopped; of Paris's another is.
    const all = (await product.call(routes.listExecutions, { params: { id }, query: {} })).items
    const theirs = all.find(({ machine, order }) => machine.name === 'paris-1' && order === 0)
    await product.call(routes.stopExecution, { params: { id: theirs?.id ?? '' } })
    const report = () => asLyon(routes.getReport, `/deployments/${id}/report`)
    const figure = (of: Awaited<ReturnType<typeof report>>['figures'], name: string) => of.find((one) => one.id === name)
    const found = await until(report, ({ figures }) => figure(figures, 'stopped')?.count === 2)
    expect(found.total).toBe(6)
    expect(figure(found.figures, 'stopped')).toMatchObject({ count: 2, percent: 33.3 })
    expect(figure(found.figures, 'in-progress')).toMatchObject({ count: 4 })
    expect(found.packages.map(({ label, total, figures }) => [label, total, figure(figures, 'stopped')?.count])).toEqual([
      ['First 1.0', 3, 1],
      ['Second 1.0', 3, 1],
    ])
    const whole = await until(
      () => product.call(routes.getReport, { params: { id } }),
      ({ figures }) => figure(figures, 'stopped')?.count === 4,
    )
    expect(whole.total).toBe(10)
    expect(await csv(lyon.tokens.access_token)).toEqual(['lyon-1', 'lyon-1', 'lyon-2', 'lyon-2', 'lyon-3', 'lyon-3'])
    expect(await csv(product.token)).toHaveLength(10)
  })

  it('is not there for who sees none of its machines', async () => {
    expect(await nantes.raw('GET', '/deployments')).toMatchObject({ status: 200, body: { items: [] } })
    for (const path of ['', '/executions', '/report', '/report.csv'])
      expect(await nantes.raw('GET', `/deployments/${id}${path}`)).toMatchObject({ status: 403 })
  })

  it.each([
    { language: 'fr', says: 'seuls ceux que vous voyez', buttons: ['Arrêter', 'Mettre en pause'], part: '3 (une partie)' },
    { language: 'en', says: 'only those that you see', buttons: ['Stop', 'Pause'], part: '3 (a part)' },
  ] as const)('says so in the console, where the whole cannot be acted on: $language', async ({ language, says, buttons, part }) => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'deployments/', { login: 'lyon', password: goodPassword })
    await page.getByText(part).waitFor()
    await page.getByRole('link', { name: 'To both' }).click()
    await page.getByText(says).waitFor()
    for (const name of buttons)
      expect(await page.getByRole('button', { name, exact: true }).getAttribute('aria-disabled'), name).toBe('true')
    await page.getByText('lyon-2').first().waitFor()
    expect(await page.getByText('paris-1').count()).toBe(0)
    expect(faults).toEqual([])
    await page.context().close()
  })
})
