import { describe, expect, it, vi } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type ApiPorts, addressOf, createApi } from './client.ts'

const answering = (status: number, body: unknown) => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response(body === undefined ? null : JSON.stringify(body), { status }))
  const onRefused = vi.fn()
  const ports: ApiPorts = { baseUrl: 'https://pulse.example/api', fetch, accessToken: async () => 'token', onRefused }
  return { api: createApi(ports), fetch, onRefused }
}

describe('the client of the API', () => {
  it('puts parameters into the path and the query, escaped, and leaves out what is empty', () => {
    expect(addressOf(routes.getMachine, { params: { id: 'a/../b' } })).toBe('/machines/a%2F..%2Fb')
    expect(addressOf(routes.listMachines, { query: { name: 'pc &é', siteId: '', cursor: undefined, limit: 10 } })).toBe(
      '/machines?name=pc+%26%C3%A9&limit=10',
    )
  })

  it('sends the token, the body and the idempotency key', async () => {
    const { api, fetch } = answering(202, { accepted: 1 })
    await api.call(routes.probeMachines, { body: { machineIds: ['m1'] } }, { idempotencyKey: 'once' })
    const [address, init] = fetch.mock.calls[0] ?? []
    expect(address).toBe('https://pulse.example/api/machine-probes')
    expect(init?.headers).toMatchObject({ authorization: 'Bearer token', 'content-type': 'application/json', 'idempotency-key': 'once' })
    expect(init?.body).toBe('{"machineIds":["m1"]}')
  })

  it('refuses an answer that is not what the contract says', async () => {
    const { api } = answering(200, { items: [{ id: 1 }], nextCursor: null })
    await expect(api.call(routes.listMachines, {})).rejects.toMatchObject({ kind: 'unintelligible' })
  })

  it('says that the session has ended, without asking, when there is no token', async () => {
    const { fetch } = answering(200, {})
    const api = createApi({ baseUrl: '', fetch, accessToken: async () => null, onRefused: () => undefined })
    await expect(api.call(routes.getSession, {})).rejects.toMatchObject({ kind: 'session-ended' })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('tells the console when the API no longer takes the token', async () => {
    const { api, onRefused } = answering(401, { message: 'Unauthorized' })
    await expect(api.call(routes.getSession, {})).rejects.toMatchObject({ kind: 'session-ended' })
    expect(onRefused).toHaveBeenCalledOnce()
  })

  it('calls a broken connection unreachable', async () => {
    const fetch = () => Promise.reject(new TypeError('Failed to fetch'))
    const api = createApi({ baseUrl: '', fetch, accessToken: async () => 'token', onRefused: () => undefined })
    await expect(api.call(routes.getSession, {})).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it('gives text as it is where the route says that it answers with text', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response('machine,state\n', { status: 200 }))
    const api = createApi({ baseUrl: '', fetch, accessToken: async () => 'token', onRefused: () => undefined })
    expect(await api.call(routes.exportReport, { params: { id: 'd1' }, query: { part: 1 } })).toBe('machine,state\n')
    expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ accept: 'text/csv; charset=utf-8, application/problem+json' })
  })

  it('gives nothing for an answer without a body', async () => {
    const { api } = answering(204, undefined)
    expect(await api.call(routes.deleteMachine, { params: { id: 'm1' } })).toBeUndefined()
  })
})
