/** The inventory agents of Debian, each run once against an address; whether their server took it, read from their logs. */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Server = { readonly url: string; readonly user: string; readonly password: string; readonly realm: string }
export type AgentRun = { readonly code: number; readonly log: string; readonly accepted: boolean }

const limitMs = 120_000
/** Proxies of the environment must not come in between. */
const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/proxy/i.test(name))),
  ...more,
})

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; log: string }> =>
  new Promise((resolve) => {
    execFile(program, [...args], { env, timeout: limitMs, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, log: `${stdout}\n${stderr}` })
    })
  })

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** The agent takes user and password in base64, and its exit code can be believed. */
export const runOcsAgent = async (
  { url, user, password, realm }: Server,
  directory: string,
  more: readonly string[] = [],
): Promise<AgentRun> => {
  await mkdir(directory, { recursive: true })
  const login = [`--user=${base64(user)}`, `--password=${base64(password)}`, `--realm=${realm}`]
  // Debian's configuration says local=…, which would silently win.
  const { code, log } = await run(
    'ocsinventory-agent',
    ['--nolocal', `--server=${url}`, `--basevardir=${directory}`, '--debug', ...login, ...more],
    environment(),
  )
  return { code, log, accepted: code === 0 && !/Don't send the inventory/.test(log) }
}

/** It always ends with 0; its log tells. `server`: null where `more` names a file of configuration. */
export const runFusionAgent = async (server: Server | null, directory: string, more: readonly string[] = []): Promise<AgentRun> => {
  await mkdir(directory, { recursive: true })
  // The folder of its state is compiled in: another one is slipped under it.
  const setup = `package setup; use strict; use warnings; use parent qw(Exporter); our @EXPORT=('%setup');
our %setup=(datadir=>'/usr/share/fusioninventory',libdir=>'/usr/share/fusioninventory/lib',vardir=>'${directory}');
1;
`
  await writeFile(join(directory, 'setup.pm'), setup)
  const told = server ? ['--config=none', `--server=${server.url}`, `--user=${server.user}`, `--password=${server.password}`] : []
  const args = [...told, '--no-httpd', '--logger=stderr', '--debug', ...more]
  const { code, log } = await run('fusioninventory-agent', args, environment({ PERL5OPT: `-I${directory} -Msetup` }))
  const failed = /^\[error\]/m.test(log)
  return { code, log, accepted: code === 0 && !failed && /running task Inventory/.test(log) }
}
