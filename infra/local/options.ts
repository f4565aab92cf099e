/** The options of `npm start`. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Installation } from '#shared/contracts/console-config.ts'
import type { OtherProvider } from '../parts/identity.ts'
import { OtherConsoles, OtherInstallations } from '../parts/installations.ts'

export type Options = {
  readonly host: string
  readonly port: number
  readonly data: string
  readonly demo: boolean
  readonly edge: boolean
  readonly json: boolean
  /** null: the accounts of this installation's own provider. */
  readonly otherProvider: OtherProvider | null
  /** Other installations that this console leads to, beside its own. */
  readonly otherInstallations: readonly Installation[]
  /** Origins of other consoles that lead to this installation. */
  readonly otherConsoles: readonly string[]
  /** JSON lines of the calls that functions make, or null. */
  readonly recordPermissions: string | null
}

export const usage = `npm start -- [options]
  --port N                   console and API, on one port (default 8080; 0 takes a free one)
  --host ADDRESS             loopback address to listen on (default 127.0.0.1)
  --data DIR                 where everything is kept (default .pulse)
  --no-demo                  an empty installation: no machines, no packages
  --no-edge                  without the local edge launcher
  --oidc-issuer URL          log in with another OpenID Connect provider; needs the next two
  --oidc-client-id ID        the console's public client there
  --first-administrator SUB  the sub of who is an administrator from their first login on
  --other-installations FILE JSON list of installations that one may choose at login beside this one
  --other-consoles ORIGINS   consoles elsewhere that lead to this installation, with commas between
  --json                     one line for scripts when ready
  --record-permissions FILE  append what functions ask of AWS, as JSON lines
  --help                     this text`

export type ParsedOptions =
  | { readonly kind: 'options'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly sentence: string }

const refused = (sentence: string): ParsedOptions => ({ kind: 'refused', sentence: `${sentence} See npm start -- --help.` })

const isLoopback = (host: string): boolean => /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || host === '::1'

const read = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      port: { type: 'string', default: '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.pulse' },
      'no-demo': { type: 'boolean', default: false },
      'no-edge': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'oidc-issuer': { type: 'string' },
      'oidc-client-id': { type: 'string' },
      'first-administrator': { type: 'string' },
      'other-installations': { type: 'string' },
      'other-consoles': { type: 'string' },
      'record-permissions': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })

/** Nothing between this machine and the provider may read or change what they say. */
const isTrustworthy = (issuer: string): boolean => {
  const url = URL.parse(issuer)
  return (
    url !== null &&
    url.search === '' &&
    url.hash === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  )
}

/** The installations of the file, or what is wrong. */
const otherInstallationsOf = (file: string | undefined, from: string): readonly Installation[] | string => {
  if (file === undefined) return []
  let text: string
  try {
    text = readFileSync(resolve(from, file), 'utf8')
  } catch (error) {
    return `--other-installations is "${file}", which cannot be read: ${error instanceof Error ? error.message : String(error)}.`
  }
  const parsed = OtherInstallations.safeParse(text)
  const [issue] = parsed.error?.issues ?? []
  return parsed.success ? parsed.data : `--other-installations is "${file}": ${issue?.path.join('.')} ${issue?.message}.`
}

/** The provider, null, or what is wrong. */
const otherProviderOf = (values: ReturnType<typeof read>['values']): OtherProvider | null | string => {
  const { 'oidc-issuer': issuer, 'oidc-client-id': clientId, 'first-administrator': firstAdministrator } = values
  if (issuer === undefined && clientId === undefined && firstAdministrator === undefined) return null
  if (!issuer || !clientId || !firstAdministrator)
    return '--oidc-issuer, --oidc-client-id and --first-administrator go together: give all three, or none.'
  if (!isTrustworthy(issuer)) return `--oidc-issuer is "${issuer}": it must be an https address (http only on a loopback address).`
  return { issuer, clientId, firstAdministrator }
}

/** `from`: the folder that relative paths begin at. */
export const parseOptions = (args: readonly string[], from: string): ParsedOptions => {
  let values: ReturnType<typeof read>['values']
  try {
    ;({ values } = read(args))
  } catch (error) {
    return refused(`${error instanceof Error ? error.message.split('\n')[0]?.replace(/\.? To specify.*$/, '') : String(error)}.`)
  }
  if (values.help) return { kind: 'help' }
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535) return refused(`--port is "${values.port}": it must be a whole number from 0 to 65535.`)
  if (!isLoopback(values.host)) {
    return refused(`--host is "${values.host}": it must be a loopback address such as 127.0.0.1, since nothing here is encrypted.`)
  }
  const other = otherProviderOf(values)
  if (typeof other === 'string') return refused(other)
  const installations = otherInstallationsOf(values['other-installations'], from)
  if (typeof installations === 'string') return refused(installations)
  const consoles = OtherConsoles.safeParse(values['other-consoles'])
  if (!consoles.success) return refused(`--other-consoles is "${values['other-consoles']}": ${consoles.error.issues[0]?.message}.`)
  if (values.data === '') return refused('--data is empty: it must be a folder.')
  return {
    kind: 'options',
    options: {
      host: values.host,
      port,
      data: resolve(from, values.data),
      demo: !values['no-demo'],
      edge: !values['no-edge'],
      json: values.json,
      otherProvider: other,
      otherInstallations: installations,
      otherConsoles: consoles.data,
      recordPermissions: values['record-permissions'] === undefined ? null : resolve(from, values['record-permissions']),
    },
  }
}
