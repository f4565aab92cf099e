/** The stack with the organisation's own OpenID Connect provider in place of the user pool, run locally against a second one. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { openIdentityDatabase } from '../../infra/local/identity/database.ts'
import { sqliteAccounts } from '../../infra/local/identity/sqlite-accounts.ts'
import { synthesize } from '../../infra/synthesize.ts'
import { end, type Host, logIn, newBrowser, password, startHost } from './identity-browser.ts'

const root = new URL('../..', import.meta.url).pathname
const Ready = z.object({ origin: z.url(), identity: z.null() })

let folder: string
let provider: Host
let stranger: Host
let runner: ChildProcess
let api: string
let administrator: string
let colleague: string

const tokenOf = async (host: Host, login: string) => (await logIn(host, newBrowser(), login)).access_token

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-other-issuer-'))
  const file = join(folder, 'provider.db')
  provider = await startHost(file)
  stranger = await startHost(join(folder, 'stranger.db'))
  const database = openIdentityDatabase(file)
  // Another provider's groups mean what they mean there.
  await sqliteAccounts(database).create({ login: 'nim\u202eda', name: 'Nobody', groups: [], password })
  await sqliteAccounts(database).create({ login: 'colleague', name: 'Colleague', groups: ['administrator'], password })
  database.close()
  administrator = await tokenOf(provider, 'admin')
  colleague = await tokenOf(provider, 'colleague')
  const template = synthesize({
    outdir: join(folder, 'cdk'),
    context: { oidcIssuer: provider.issuer, oidcClientId: 'console', firstAdministrator: decodeJwt(administrator).sub },
  })
  const args = ['--template', template, '--root', root, '--data', join(folder, 'data')]
  runner = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'infra/local/run-template.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    if (runner.stdout) createInterface({ input: runner.stdout }).once('line', resolve)
    runner.once('exit', (code) => reject(new Error(`the runner ended with ${code}`)))
  })
  api = `${Ready.parse(JSON.parse(line)).origin}/api`
}, 120_000)

afterAll(async () => {
  const ended = new Promise((resolve) => runner?.once('exit', resolve))
  runner?.kill('SIGTERM')
  if (runner) await ended
  await end(provider)
  await end(stranger)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const ask = async (method: string, path: string, token: string, body?: unknown) => {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(text === '' ? {} : JSON.parse(text)) }
}

describe('A1 another OpenID Connect provider', () => {
  it('the person whom the configuration names is administrator, and nobody else', async () => {
    expect(await ask('GET', '/session', administrator)).toMatchObject({
      status: 200,
      body: { login: 'admin', profiles: ['administrator'], accounts: 'elsewhere' },
    })
    expect(await ask('GET', '/session', colleague)).toMatchObject({ status: 200, body: { login: 'colleague', profiles: [], rights: [] } })
    expect((await ask('GET', '/machines', colleague)).status).toBe(403)
  })

  it('who has signed in can be given profiles, and be disabled', async () => {
    const { body } = await ask('GET', '/users?search=colleague', administrator)
    const [user] = z.array(z.object({ id: z.string() })).parse(body['items'])
    const path = `/users/${user?.id}`
    expect((await ask('PATCH', path, administrator, { profiles: ['reader'], entityIds: ['root'] })).status).toBe(200)
    expect((await ask('GET', '/machines', colleague)).status).toBe(200)
    expect((await ask('PATCH', path, administrator, { disabled: true })).status).toBe(200)
    expect((await ask('GET', '/machines', colleague)).status).toBe(403)
  })

  it('passwords and new accounts are the provider’s business', async () => {
    expect(await ask('POST', '/users', administrator, { login: 'new', name: 'New' })).toMatchObject({ status: 409 })
  })

  it('a login that would deceive who reads it is not taken over', async () => {
    const token = await tokenOf(provider, 'nim\u202eda')
    const { sub } = decodeJwt(token)
    expect(decodeJwt(token)['username']).toBe('nim\u202eda')
    expect(await ask('GET', '/session', token)).toMatchObject({ status: 200, body: { login: sub, name: sub } })
  })

  it('a token of any other provider opens nothing', async () => {
    expect((await ask('GET', '/session', await tokenOf(stranger, 'admin'))).status).toBe(401)
  })
})
