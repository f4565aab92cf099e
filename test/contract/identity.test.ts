import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ask,
  beginFlow,
  codeAfter,
  end,
  exchange,
  type Host,
  logIn,
  newBrowser,
  openLogin,
  password,
  refresh,
  startHost,
  submitLogin,
  tokensIn,
} from './identity-browser.ts'

let folder: string
let host: Host

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-identity-'))
  host = await startHost(join(folder, 'identity.db'))
})

afterAll(async () => {
  await end(host)
  await rm(folder, { recursive: true, force: true })
})

describe('A1 logging in by code flow with PKCE', () => {
  it('gives tokens that jose verifies, with the claims that Cognito gives', async () => {
    const browser = newBrowser()
    const flow = beginFlow(host)
    const opened = await openLogin(browser, flow)
    expect(opened.page.status).toBe(200)
    const answer = await submitLogin(browser, opened, { login: 'Admin', password })
    expect(answer.status).toBe(303)
    const back = await codeAfter(browser, answer, flow)
    expect(back.get('state')).toBe(flow.state)
    expect(back.get('iss')).toBe(host.issuer)
    const tokens = tokensIn(await exchange(host, flow, back.get('code') ?? ''))
    expect(tokens.expires_in).toBe(900)

    const keys = createRemoteJWKSet(new URL(`${host.issuer}/jwks`))
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys, { issuer: host.issuer, algorithms: ['RS256'] })
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toMatchObject({
      sub: expect.stringMatching(/.+/),
      client_id: 'console',
      aud: 'console',
      token_use: 'access',
      scope: 'openid profile email',
      username: 'admin',
      'cognito:groups': ['administrator'],
      jti: expect.any(String),
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900)
    const identity = await jwtVerify(tokens.id_token, keys, { issuer: host.issuer, audience: 'console' })
    expect(identity.payload).toMatchObject({ sub: payload.sub, name: 'Administrator', preferred_username: 'admin' })
  })

  it('hands the runner the same public key as the wire, and never the private half', async () => {
    const { access_token } = await logIn(host, newBrowser())
    const [key] = host.jwks.keys
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    const wire: unknown = await (await fetch(`${host.issuer}/jwks`)).json()
    expect(wire).toMatchObject({ keys: [{ kid: key?.['kid'], n: key?.['n'] }] })
    expect(JSON.stringify(wire)).not.toContain('"d":')
    expect(decodeProtectedHeader(access_token).kid).toBe(key?.['kid'])
    const { keys } = host.jwks
    await jwtVerify(access_token, createLocalJWKSet({ keys: keys.map((one) => ({ kty: 'RSA', ...one })) }))
  })

  it('refuses a login without PKCE, and with the plain method', async () => {
    const { address } = beginFlow(host)
    const without = new URL(address)
    without.searchParams.delete('code_challenge')
    without.searchParams.delete('code_challenge_method')
    const plain = new URL(address)
    plain.searchParams.set('code_challenge_method', 'plain')
    for (const refused of [without, plain]) {
      const { location } = await newBrowser().get(refused.href)
      expect(new URL(location ?? '').searchParams.get('error')).toBe('invalid_request')
    }
  })

  it('gives nothing for a code with another verifier, nor for a code used twice', async () => {
    const browser = newBrowser()
    const flow = beginFlow(host)
    const answer = await submitLogin(browser, await openLogin(browser, flow), { login: 'admin', password })
    const code = (await codeAfter(browser, answer, flow)).get('code') ?? ''
    expect(await exchange(host, { ...flow, verifier: beginFlow(host).verifier }, code)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })

    const again = beginFlow(host)
    const second = (await codeAfter(browser, await browser.get(again.address), again)).get('code') ?? ''
    expect((await exchange(host, again, second)).status).toBe(200)
    expect(await exchange(host, again, second)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('sends nobody to an address that is not registered', async () => {
    const answer = await newBrowser().get(beginFlow(host, { redirect_uri: 'https://evil.example/callback' }).address)
    expect(answer.status).toBe(400)
    expect(answer.location).toBeNull()
    expect(answer.text).toContain('invalid_redirect_uri')
  })

  it('does not ask again while the session lasts', async () => {
    const browser = newBrowser()
    await logIn(host, browser)
    const { location } = await browser.get(beginFlow(host).address)
    expect(location).toMatch(/\/en\/callback\/\?code=/)
  })
})

describe('refresh tokens', () => {
  it('are good once: each refresh gives another, and the second use of one ends them all', async () => {
    const first = await logIn(host, newBrowser())
    const second = tokensIn(await refresh(host, first.refresh_token))
    expect(second.refresh_token).not.toBe(first.refresh_token)
    await jwtVerify(second.access_token, createRemoteJWKSet(new URL(`${host.issuer}/jwks`)))
    const third = tokensIn(await refresh(host, second.refresh_token))

    expect(await refresh(host, first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await refresh(host, third.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('give one winner when the same one is sent many times at once', async () => {
    const { refresh_token } = await logIn(host, newBrowser())
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(host, refresh_token)))
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    expect(answers.filter(({ status }) => status === 400).length).toBeGreaterThanOrEqual(5)
  })

  it('can be revoked, after which logging in anew still works', async () => {
    const browser = newBrowser()
    const { refresh_token } = await logIn(host, browser)
    expect((await ask(host, '/token/revocation', { token: refresh_token, token_type_hint: 'refresh_token' })).status).toBe(200)
    expect((await refresh(host, refresh_token)).status).toBe(400)
    expect((await refresh(host, (await logIn(host, browser)).refresh_token)).status).toBe(200)
  })
})

describe('A1 logging out', () => {
  const logoutAddress = (back: string): string =>
    `${host.issuer}/session/end?${new URLSearchParams({ client_id: 'console', post_logout_redirect_uri: back, logout_uri: back, state: 's1' }).toString()}`

  it('ends the session and the refresh tokens at once, and goes back to the console', async () => {
    const browser = newBrowser()
    const { refresh_token } = await logIn(host, browser)
    const answer = await browser.get(logoutAddress(`${host.origin}/fr/`), { 'sec-fetch-site': 'same-origin' })
    expect(answer).toMatchObject({ status: 303, location: `${host.origin}/fr/?state=s1` })
    expect([...browser.jar.keys()].filter((key) => key.includes('session'))).toEqual([])
    expect((await refresh(host, refresh_token)).status).toBe(400)
    expect((await browser.get(beginFlow(host).address)).location).toContain('/interaction/')
  })

  it('does the same when nobody is logged in', async () => {
    const answer = await newBrowser().get(logoutAddress(`${host.origin}/en/`))
    expect(answer).toMatchObject({ status: 303, location: `${host.origin}/en/?state=s1` })
  })

  it('asks first when another site sends the person', async () => {
    const browser = newBrowser('fr')
    const { refresh_token } = await logIn(host, browser)
    const asked = await browser.get(logoutAddress(`${host.origin}/fr/`), { 'sec-fetch-site': 'cross-site' })
    expect(asked.status).toBe(200)
    expect(asked.text).toContain('Se déconnecter ?')
    expect(asked.text).not.toContain('<script')
    const next = tokensIn(await refresh(host, refresh_token))

    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)?.[1] ?? ''
    const confirmed = await browser.post(`${host.issuer}/session/end/confirm`, { xsrf, logout: 'yes' })
    expect(confirmed).toMatchObject({ status: 303, location: `${host.origin}/fr/?state=s1` })
    expect((await refresh(host, next.refresh_token)).status).toBe(400)
  })

  it('sends nobody to an address that is not registered', async () => {
    const browser = newBrowser()
    await logIn(host, browser)
    const answer = await browser.get(logoutAddress('https://evil.example/'))
    expect(answer).toMatchObject({ status: 400, location: null })
  })
})

describe('what other sites may do', () => {
  it('answers the console across origins, and refuses tokens to other sites', async () => {
    const { refresh_token } = await logIn(host, newBrowser())
    const own = await ask(host, '/token', { grant_type: 'refresh_token', refresh_token })
    expect(own.headers.get('access-control-allow-origin')).toBe(host.origin)
    const foreign = await ask(
      host,
      '/token',
      { grant_type: 'refresh_token', refresh_token: tokensIn(own).refresh_token },
      'https://evil.example',
    )
    expect(foreign.status).toBe(400)
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    const jwks = await fetch(`${host.issuer}/jwks`, { headers: { origin: host.origin } })
    expect(jwks.headers.get('access-control-allow-origin')).toBe(host.origin)
  })
})
