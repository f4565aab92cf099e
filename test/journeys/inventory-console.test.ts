/** H1–H3: inventories in chromium, as somebody reads them who looks after a fleet. The machines are made by uploads of agents. */
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { asked } from './inventory-console/asked.ts'
import { compares } from './inventory-console/compares.ts'
import { counts } from './inventory-console/counts.ts'
import { reads } from './inventory-console/reads.ts'
import type { Stage } from './inventory-console/stage.ts'
import { capturedMachine } from './inventory-console/uploads.ts'
import { runningBrowser, runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')
const browser = runningBrowser()
const captured = capturedMachine(product)
const stage: Stage = { product, browser, captured }

describe.each(['en', 'fr'] as const)('H1 H3 inventories in the console in %s', (language) => {
  reads(stage, language)
  compares(stage, language)
  counts(stage, language)
})

describe.each(['en', 'fr'] as const)('H2 what a person is asked, in %s', (language) => asked(stage, language))

describe('H3 what the API refuses to compare', () => {
  it('is named, with what would be right', async () => {
    const { id: bare } = await product.call(routes.createMachine, { body: { name: 'bare', siteId: 'local', address: '192.0.2.201' } })
    const compared = (query: string) => product.raw('GET', `/machines/${captured.pc.id}/inventory/comparison?${query}`)
    for (const [query, status, field, message] of [
      [`with=${captured.pc.id}`, 400, 'query.with', 'must be another machine'],
      [`with=${bare}`, 404, 'query.with', 'must be a machine that has an inventory'],
      ['with=nothing', 404, 'query.with', 'must be the id of a machine that exists'],
      [
        `with=${bare}&from=${captured.firstAt}`,
        400,
        'query.with',
        'must come without from and to: the two machines are compared as they are now',
      ],
      ['', 400, 'query.from', 'must say since when, or with must name another machine'],
      ['from=2001-01-01T00:00:00Z', 400, 'query.from', `must not be before the first inventory of the machine, ${captured.firstAt}`],
      [`from=${captured.firstAt}&to=2001-01-01T00:00:00Z`, 400, 'query.to', 'must not be before from'],
    ] as const)
      expect(await compared(query), query).toMatchObject({ status, body: { errors: [{ field, message }] } })
  })

  it('since when: in which version, and which was before', async () => {
    const since = (query: { name: string; version?: string }) =>
      product.call(routes.getInventorySince, { params: { id: captured.pc.id }, query: { section: 'software', ...query } })
    const at = captured.pc.lastInventoryAt
    expect(await since({ name: 'curl', version: '7.88.1-10+deb12u15' })).toEqual({
      present: true,
      since: at,
      isExact: true,
      previousVersion: '7.88.1-10+deb12u14',
    })
    expect(await since({ name: 'curl' })).toEqual({ present: true, since: captured.firstAt, isExact: false, previousVersion: null })
    expect(await since({ name: 'firefox-esr' })).toEqual({ present: true, since: at, isExact: true, previousVersion: null })
    expect(await since({ name: 'apt-transport-https' })).toEqual({ present: false, since: null, isExact: false, previousVersion: null })
  })
})
