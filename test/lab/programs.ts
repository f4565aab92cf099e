/**
 * Programs of a lab machine that stand before the system's in PATH. Its `shutdown` writes down how it was called, in the
 * home of the session that calls it, and does nothing else: the machines share this computer, which must not go down with
 * them.
 */
import { execFile } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const shutdown = `#!/bin/sh
echo "$*" >> "\${HOME:?}/shutdown-calls"
if [ -e "$HOME/shutdown-refuses" ]; then echo 'shutdown: an update is being installed' >&2; exit 1; fi
echo 'shutdown: as you wish'
`

export type Programs = {
  /** For sshd_config. */
  readonly path: string
  readonly shutdown: string
  readonly install: (name: string, text: string) => Promise<void>
}

export const programsIn = async (folder: string): Promise<Programs> => {
  const bin = join(folder, 'bin')
  await mkdir(bin, { mode: 0o755 })
  const install = async (name: string, text: string): Promise<void> => {
    await writeFile(join(bin, name), text)
    await chmod(join(bin, name), 0o755)
  }
  await install('shutdown', shutdown)
  return { path: `${bin}:/usr/local/bin:/usr/bin:/bin`, shutdown: join(bin, 'shutdown'), install }
}

/** Asks a session for what it would run. Throws unless it is the lab's own: such a machine must not be used. */
export const refuseRealShutdown = async (
  programs: Programs,
  login: { readonly address: string; readonly port: number; readonly keyFile: string },
): Promise<void> => {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes', 'LogLevel=ERROR'].flatMap((o) => ['-o', o])
  const { address, port, keyFile } = login
  const question = 'command -v shutdown; [ ! -e /usr/sbin/shutdown ] || cmp "$(command -v shutdown)" /usr/sbin/shutdown && echo same'
  const { stdout } = await run('ssh', [...options, '-i', keyFile, '-p', String(port), `root@${address}`, question])
  const [found, same] = stdout.trim().split('\n')
  if (found !== programs.shutdown || same !== 'same')
    throw new Error(`this lab machine would shut down the computer that it runs on: a session finds ${stdout}`)
}
