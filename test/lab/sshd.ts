/**
 * Machines of the lab: Debian's own sshd, each on a loopback address and port of its own, with its own host key, and
 * with its own home directory for root. A mount namespace gives each sshd a home of root that only it sees; nothing of
 * the real one is touched.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { programsIn, refuseRealShutdown } from './programs.ts'

const run = promisify(execFile)

export type LabMachine = {
  readonly address: string
  readonly port: number
  readonly user: string
  /** What the machine has for the account's home, seen from outside. */
  readonly home: string
  /** `ssh-ed25519 AAAA…` */
  readonly hostKey: string
  /** Puts a program before the system's in PATH: a POSIX script, whole. */
  readonly install: (name: string, text: string) => Promise<void>
  /** Lets a key in: one line of authorized_keys. */
  readonly authorize: (line: string) => Promise<void>
  /** Ends the server and every session; programs that were started detached go on, as on a real machine. */
  readonly stop: () => Promise<void>
  /** Starts it again at the same address, with the same host key and home. */
  readonly restart: () => Promise<void>
}

const sshd = '/usr/sbin/sshd'
/** Where sshd sends root's sessions: what the system's accounts say, whatever HOME whoever runs this has. */
const accountHome = userInfo().homedir
let machines = 0

const freePort = (address: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, address, () => {
      const found = probe.address()
      probe.close(() => (found && typeof found === 'object' ? resolve(found.port) : reject(new Error('no port'))))
    })
  })

const answers = (address: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: address, port })
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

const untilItAnswers = async (address: string, port: number, child: ChildProcess, said: readonly string[]): Promise<void> => {
  for (let tries = 0; tries < 100; tries++) {
    if (await answers(address, port)) return
    if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}: ${said.join('')}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`sshd does not answer on ${address}:${port}: ${said.join('')}`)
}

/** Where a machine that has a network of its own is; without, it is on a loopback address of this computer. */
export type Place = { readonly namespace: string; readonly address: string; readonly port: number }

/** Needs root (mount namespaces, sshd's privilege separation) and Debian's openssh-server. */
export const startMachine = async ({ name, place }: { name: string; place?: Place }): Promise<LabMachine> => {
  if (process.getuid?.() !== 0) throw new Error('the lab needs root: sshd changes to the account that logs in')
  machines += 1
  const address = place?.address ?? `127.0.1.${(machines % 250) + 1}`
  const port = place?.port ?? (await freePort(address))
  const folder = await mkdtemp(join(tmpdir(), `pulse-lab-${name}-`))
  const home = join(folder, 'home')
  await mkdir(home, { mode: 0o700 })
  await mkdir(join(home, '.ssh'), { mode: 0o700 })
  const keyFile = join(folder, 'host-key')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', keyFile])
  const ownKey = join(folder, 'lab-key')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', ownKey])
  const authorizedKeys = join(home, '.ssh/authorized_keys')
  await writeFile(authorizedKeys, await readFile(`${ownKey}.pub`), { mode: 0o600 })
  const programs = await programsIn(folder)
  const config = join(folder, 'sshd_config')
  await writeFile(
    config,
    [
      `ListenAddress ${address}`,
      `Port ${port}`,
      `HostKey ${keyFile}`,
      `PidFile ${join(folder, 'sshd.pid')}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'AuthorizedKeysFile .ssh/authorized_keys',
      'UsePAM no',
      'StrictModes yes',
      'LogLevel ERROR',
      `SetEnv PATH=${programs.path}`,
    ].join('\n'),
  )
  // sshd wants its privilege separation directory whoever starts it.
  if (!existsSync('/run/sshd')) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })

  let child: ChildProcess | null = null
  const start = async (): Promise<void> => {
    // The script is fixed; what differs comes as arguments. exec keeps the pid, so that ending it ends sshd. Whoever
    // calls the system's own shutdown by its path finds the lab's too; inventory agents of this computer are hidden.
    const said: string[] = []
    const script = `mount --bind "$1" "$5" || exit
      if [ -e /usr/sbin/shutdown ]; then mount --bind "$4" "$(readlink -f /usr/sbin/shutdown)" || exit; fi
      for agent in glpi-agent fusioninventory-agent ocsinventory-agent; do
        [ ! -e "/usr/bin/$agent" ] || mount --bind /dev/null "/usr/bin/$agent" || exit
      done
      exec "$2" -D -e -f "$3"`
    const given = [home, sshd, config, programs.shutdown, accountHome]
    const alone = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'lab', ...given]
    const [command = '', ...args] = place ? ['ip', 'netns', 'exec', place.namespace, ...alone] : alone
    const started = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin` },
    })
    child = started
    // Shown only when it does not come up: later it speaks of every connection that is broken off.
    started.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
    await untilItAnswers(address, port, started, said)
  }
  const end = async (): Promise<void> => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.pid === undefined) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    // Sessions are children of the listener; killing it alone would leave them talking.
    const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(running.pid)]).catch(() => ({ stdout: '' }))
    for (const pid of stdout.split('\n').map(Number)) if (pid > 1) tryKill(pid)
    running.kill('SIGKILL')
    await gone
  }
  await start()
  await refuseRealShutdown(programs, { address, port, keyFile: ownKey }).catch(async (error: unknown) => {
    await end()
    throw error
  })
  const [type, key] = (await readFile(`${keyFile}.pub`, 'utf8')).trim().split(' ')
  return {
    address,
    port,
    user: 'root',
    home,
    hostKey: `${type} ${key}`,
    install: programs.install,
    authorize: (line) => appendFile(authorizedKeys, `${line.trim()}\n`),
    stop: async () => {
      await end()
    },
    restart: start,
  }
}

const tryKill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}

/** Ends it and removes all that it left behind. */
export const removeMachine = async (machine: LabMachine): Promise<void> => {
  await machine.stop()
  await rm(join(machine.home, '..'), { recursive: true, force: true, maxRetries: 5 })
}
