/** A browser as the provider sees one: cookies by path, forms, redirects that are not followed; and the console's part of the login. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import * as z from 'zod'

export const password = 'a long first password'

export type Host = {
  readonly origin: string
  readonly issuer: string
  readonly jwks: { keys: Record<string, unknown>[] }
  readonly child: ChildProcess
}

const Ready = z.object({ origin: z.url(), jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) })

/** Starts the provider on this database; `console`: origin of the console that logs in with it, where that is elsewhere. */
export const startHost = async (file: string, port = 0, console?: string): Promise<Host> => {
  const child = spawn(
    process.execPath,
    [new URL('identity-host.mjs', import.meta.url).pathname, file, String(port), ...(console === undefined ? [] : [console])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(20_000) })
  const { origin, jwks } = Ready.parse(JSON.parse(z.string().parse(line)))
  return { origin, issuer: `${origin}/identity`, jwks, child }
}

export const end = async ({ child }: Host, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}

type Cookie = { readonly value: string; readonly path: string }

export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string; readonly location: string | null }

export const newBrowser = (language = 'en') => {
  const jar = new Map<string, Cookie>()

  const send = async (address: string, init: RequestInit = {}): Promise<Answer> => {
    const { pathname } = new URL(address)
    const cookie = [...jar].filter(([, { path }]) => pathname.startsWith(path)).map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
    const headers = new Headers(init.headers)
    if (!headers.has('accept-language')) headers.set('accept-language', language)
    headers.set('accept', 'text/html')
    if (cookie.length > 0) headers.set('cookie', cookie.join('; '))
    const response = await fetch(address, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(20_000) })
    for (const line of response.headers.getSetCookie()) keep(line)
    const location = response.headers.get('location')
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? null : new URL(location, address).href,
    }
  }

  const keep = (line: string): void => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/'
    const expires = /;\s*expires=([^;]+)/i.exec(line)?.[1]
    const key = `${name} ${path}`
    if (value === '' || (expires !== undefined && Date.parse(expires) < Date.now())) jar.delete(key)
    else jar.set(key, { value, path })
  }

  return {
    jar,
    get: (address: string, headers: Record<string, string> = {}) => send(address, { headers }),
    post: (address: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      send(address, { method: 'POST', body: new URLSearchParams(fields), headers }),
  }
}
export type Browser = ReturnType<typeof newBrowser>

export type Flow = { readonly address: string; readonly verifier: string; readonly redirectUri: string; readonly state: string }

/** The address to which the console sends a person who is to log in. */
export const beginFlow = ({ issuer, origin }: Host, extra: Record<string, string> = {}): Flow => {
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(8).toString('hex')
  const redirectUri = extra['redirect_uri'] ?? `${origin}/en/callback/`
  const query = new URLSearchParams({
    client_id: 'console',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...extra,
  })
  return { address: `${issuer}/auth?${query.toString()}`, verifier, redirectUri, state }
}

/** Goes to the login page: its address and what it shows. */
export const openLogin = async (browser: Browser, flow: Flow): Promise<{ address: string; page: Answer }> => {
  const { location } = await browser.get(flow.address)
  const address = location ?? ''
  return { address, page: await browser.get(address) }
}

/** Where the form on a page goes to. */
const formAction = (answer: Answer, address: string): string =>
  new URL(/<form[^>]*action="([^"]+)"/.exec(answer.text)?.[1]?.replaceAll('&amp;', '&') ?? 'no form', address).href

/** What a page says is wrong. */
export const alertOf = ({ text }: Answer): string | undefined => /role="alert"[\s\S]*?<span>([^<]*)<\/span>/.exec(text)?.[1]

export const submitLogin = async (
  browser: Browser,
  opened: { address: string; page: Answer },
  fields: { login: string; password: string },
  headers: Record<string, string> = {},
): Promise<Answer> => browser.post(formAction(opened.page, opened.address), fields, { origin: new URL(opened.address).origin, ...headers })

const Tokens = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
})
export type Tokens = z.infer<typeof Tokens>

/** A request to the token endpoint or the like, from the console's origin. */
export const ask = async (host: Host, path: string, fields: Record<string, string>, origin = host.origin) => {
  const response = await fetch(`${host.issuer}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'console', ...fields }),
    headers: { origin },
    signal: AbortSignal.timeout(20_000),
  })
  const text = await response.text()
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, headers: response.headers, body }
}

/** Follows the redirects from a right password back to the console, and gives the code. */
export const codeAfter = async (browser: Browser, answer: Answer, flow: Flow): Promise<URLSearchParams> => {
  let { location } = answer
  for (let hops = 0; location !== null && !location.startsWith(flow.redirectUri) && hops < 5; hops++) {
    location = (await browser.get(location)).location
  }
  return new URL(location ?? 'about:nowhere').searchParams
}

export const exchange = async (host: Host, flow: Flow, code: string) =>
  ask(host, '/token', { grant_type: 'authorization_code', code, redirect_uri: flow.redirectUri, code_verifier: flow.verifier })

export const refresh = (host: Host, token: string) => ask(host, '/token', { grant_type: 'refresh_token', refresh_token: token })

/** The whole login, from the console and back to it. */
export const logIn = async (host: Host, browser: Browser, login = 'admin'): Promise<Tokens> => {
  const flow = beginFlow(host)
  const first = await browser.get(flow.address)
  const answer = first.location?.includes('/interaction/')
    ? await submitLogin(browser, { address: first.location, page: await browser.get(first.location) }, { login, password })
    : first
  const code = (await codeAfter(browser, answer, flow)).get('code') ?? ''
  return Tokens.parse((await exchange(host, flow, code)).body)
}

export const tokensIn = (answer: { body: unknown }): Tokens => Tokens.parse(answer.body)
