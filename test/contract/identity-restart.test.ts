import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginFlow, end, type Host, logIn, newBrowser, refresh, startHost } from './identity-browser.ts'

const run = promisify(execFile)
const mintModule = new URL('../../infra/local/identity/mint.ts', import.meta.url).href

/** Mints a token in a process of its own, as `npm run -s token` does. */
const mint = async (file: string, issuer: string): Promise<string> => {
  const script = `const { mintAccessToken } = await import(${JSON.stringify(mintModule)})
    console.log(await mintAccessToken({ file: process.argv[1], issuer: process.argv[2], clientId: 'console', lifetimeSeconds: 600 }))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, file, issuer], { timeout: 20_000 })
  return stdout.trim()
}

let folder: string
let file: string
let host: Host

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-identity-'))
  file = join(folder, 'identity.db')
  host = await startHost(file)
})

afterEach(async () => {
  await end(host)
  await rm(folder, { recursive: true, force: true })
})

describe('M6 the provider after kill -9', () => {
  it('keeps sessions, refresh tokens and keys', async () => {
    const browser = newBrowser()
    const before = await logIn(host, browser)
    await end(host, 'SIGKILL')
    host = await startHost(file, Number(new URL(host.origin).port))

    const keys = createRemoteJWKSet(new URL(`${host.issuer}/jwks`))
    await jwtVerify(before.access_token, keys, { issuer: host.issuer })
    expect((await refresh(host, before.refresh_token)).status).toBe(200)
    expect((await browser.get(beginFlow(host).address)).location).toMatch(/callback\/\?code=/)
  })

  it('keeps its secrets from other people of the machine', async () => {
    expect((await stat(file)).mode & 0o077).toBe(0)
  })
})

describe('a minted token', () => {
  it('says the same as one that was got by logging in', async () => {
    const { access_token } = await logIn(host, newBrowser())
    const minted = await mint(file, host.issuer)
    const { payload } = await jwtVerify(minted, createRemoteJWKSet(new URL(`${host.issuer}/jwks`)), { issuer: host.issuer })
    const changing = { iat: 0, exp: 0, jti: '' }
    expect({ ...payload, ...changing }).toEqual({ ...decodeJwt(access_token), ...changing })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600)
  })

  it('is refused, with the reason, where the provider has never run', async () => {
    await expect(mint(join(folder, 'none.db'), host.issuer)).rejects.toThrow(/no identity database/)
    await expect(stat(join(folder, 'none.db'))).rejects.toThrow()
  })
})
