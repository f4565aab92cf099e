/** The injectors of FusionInventory and OCS Inventory, which bring inventories in files, as Debian has them. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Injected = { readonly code: number; readonly log: string }
type Login = { readonly url: string; readonly user: string; readonly password: string }

const limitMs = 60_000
const withLogin = ({ url, user, password }: Login): string => {
  const address = new URL(url)
  address.username = user
  address.password = password
  return address.href
}
const run = (program: string, args: readonly string[]): Promise<Injected> =>
  new Promise((resolve) => {
    // Proxies of the environment must not come in between.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/proxy/i.test(name)))
    execFile(program, [...args], { env, timeout: limitMs }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, log: `${stdout}\n${stderr}` })
    })
  })

export const runFusionInjector = (login: Login, directory: string, more: readonly string[] = []): Promise<Injected> =>
  run('fusioninventory-injector', ['--verbose', '--directory', directory, '--url', withLogin(login), ...more])

const inPackage = 'usr/share/ocsinventory-server/binutils/ocsinventory-injector.pl'
const unpacked = fileURLToPath(new URL('../../.build/ocsinventory-server', import.meta.url))

/**
 * A Perl script in Debian's package of the whole OCS server, which is not installed for it: the package is fetched and
 * unpacked. `reason`: why it cannot be had here.
 */
export const ocsInjector = (): { readonly script: string } | { readonly reason: string } => {
  const places = [`/${inPackage}`, join(unpacked, inPackage)]
  const found = places.find((place) => existsSync(place))
  if (found) return { script: found }
  try {
    mkdirSync(unpacked, { recursive: true })
    execFileSync('apt-get', ['download', '-qq', 'ocsinventory-server'], { cwd: unpacked, timeout: limitMs, stdio: 'pipe' })
    const file = readdirSync(unpacked).find((name) => name.endsWith('.deb'))
    if (file === undefined) return { reason: 'apt-get download gave no package' }
    execFileSync('dpkg-deb', ['-x', file, '.'], { cwd: unpacked, stdio: 'pipe' })
  } catch (error) {
    return { reason: `Debian's package ocsinventory-server cannot be fetched: ${error instanceof Error ? error.message : String(error)}` }
  }
  const script = join(unpacked, inPackage)
  return existsSync(script) ? { script } : { reason: `Debian's package ocsinventory-server has no ${inPackage}` }
}

/** It ends with 0 whatever happens; its log tells. The files are sent as they are. */
export const runOcsInjector = (script: string, login: Login, directory: string): Promise<Injected> =>
  run('perl', [script, '--verbose', '--directory', directory, '--url', withLogin(login), '--sslmode', '0'])
