import type { User } from 'oidc-client-ts'
import { describe, expect, it, vi } from 'vitest'
import { makeAccessToken } from './access-token.ts'
import { installationToUse } from './installation.ts'
import { safeReturn, scopesToAsk, signOutAddress } from './sign-in.ts'

describe('A1 login', () => {
  it('asks only for the scopes that the provider supports', () => {
    expect(scopesToAsk(['openid', 'offline_access', 'profile', 'email'])).toBe('openid profile email offline_access')
    expect(scopesToAsk(['openid', 'email', 'phone', 'profile'])).toBe('openid profile email')
  })

  it.each([
    ['/en/machines/?name=a', '/en/machines/?name=a'],
    ['/fr/machines/', '/en/machines/'],
    ['https://evil.example/', '/en/'],
    ['//evil.example/', '/en/'],
    ['/\\evil.example', '/en/'],
    ['/en/callback/?code=1', '/en/'],
    [null, '/en/'],
  ])('comes back to %s as %s', (wish, path) => {
    expect(safeReturn(wish, 'en')).toBe(path)
  })

  it('logs out where the provider says, without a token in the address', () => {
    const address = signOutAddress({ clientId: 'console' }, 'https://login.example/end?x=1', 'https://pulse.example/en/')
    expect(Object.fromEntries(new URL(address ?? '').searchParams)).toEqual({
      x: '1',
      client_id: 'console',
      post_logout_redirect_uri: 'https://pulse.example/en/',
    })
    expect(signOutAddress({ clientId: 'console' }, undefined, 'https://pulse.example/en/')).toBeNull()
  })

  it("logs out in Cognito's words where the configuration names its address", () => {
    const installation = { clientId: 'console', logoutUrl: 'https://pulse.auth.eu-west-3.amazoncognito.com/logout' }
    const address = signOutAddress(installation, 'https://elsewhere.example/end', 'https://pulse.example/en/')
    expect(address).toBe(`${installation.logoutUrl}?client_id=console&logout_uri=${encodeURIComponent('https://pulse.example/en/')}`)
  })
})

describe('A2 choice of server', () => {
  const one = {
    name: 'One',
    api: 'https://one.example/api',
    live: 'wss://one.example/live',
    issuer: 'https://one.example/id',
    clientId: 'c',
  }
  const two = { ...one, name: 'Two', api: 'https://two.example/api' }
  it('uses the only server, or the one chosen before while it is offered', () => {
    expect(installationToUse({ installations: [one] }, null)).toBe(one)
    expect(installationToUse({ installations: [one, two] }, null)).toBeNull()
    expect(installationToUse({ installations: [one, two] }, two.api)).toBe(two)
    expect(installationToUse({ installations: [one, two] }, 'https://gone.example')).toBeNull()
  })
})

describe('the access token', () => {
  const user = (expires_in: number, access_token: string) => ({ expires_in, access_token, refresh_token: 'r' }) as User
  it('is renewed shortly before it ends, once for all who ask at the same time', async () => {
    const renew = vi.fn(async () => user(3600, 'new'))
    const token = makeAccessToken({ load: async () => user(30, 'old'), renew, onEnded: () => undefined })
    expect(await Promise.all([token(), token(), token()])).toEqual(['new', 'new', 'new'])
    expect(renew).toHaveBeenCalledOnce()
  })
  it('still serves while renewal fails and time is left; then the session has ended', async () => {
    const onEnded = vi.fn()
    let left = 30
    const token = makeAccessToken({ load: async () => user(left, 'old'), renew: () => Promise.reject(new Error('down')), onEnded })
    expect(await token()).toBe('old')
    left = -1
    expect(await token()).toBeNull()
    expect(onEnded).toHaveBeenCalledOnce()
  })
})
