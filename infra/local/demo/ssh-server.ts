/** One machine of the fleet: an SSH server that lets in the keys of authorized_keys and runs what it is told. */
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import ssh2, { type AuthContext, type ClientInfo, type Connection, type ServerChannel, type Session } from 'ssh2'
import { readAuthorizedKeys } from './authorized-keys.ts'
import { type Running, runCommand } from './command.ts'
import { type DemoMachine, user } from './machines.ts'

const programs = join(import.meta.dirname, 'programs')
const mostConnections = 32
const mostCommands = 64
const loginGraceMs = 30_000
const mostLoginAttempts = 6

const signals = ['HUP', 'INT', 'QUIT', 'TERM', 'KILL', 'USR1', 'USR2', 'ABRT', 'ALRM', 'PIPE'] as const

export type MachineOptions = {
  readonly machine: DemoMachine
  readonly directory: string
  readonly home: string
  readonly hostKey: string
}

export const makeServer = (options: MachineOptions): Server => {
  const { machine, directory, home, hostKey } = options
  // Those that have not logged in yet, by their own port.
  const graces = new Map<number, NodeJS.Timeout>()
  let commands = 0

  const environment = {
    HOME: home,
    USER: user,
    LOGNAME: user,
    SHELL: '/bin/sh',
    // First: a machine that is told to halt must not take this computer with it.
    PATH: `${programs}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
    LANG: 'C.UTF-8',
    HOSTNAME: machine.name,
    ...(machine.behaviour === 'disk-full' ? { PULSE_DEMO_FAULT: 'disk-full' } : {}),
  }

  const serve = (connection: Connection, { port }: ClientInfo): void => {
    const running = new Set<Running>()
    // Clients break off as they please; that is no fault of the machine's.
    connection.on('error', () => connection.end())
    connection.once('ready', () => clearTimeout(graces.get(port)))
    connection.once('close', () => {
      for (const command of running) command.detach()
    })
    authenticate(connection, directory, machine.pace.loginMs)
    connection.on('session', (acceptSession) => {
      const session: Session = acceptSession()
      let current: Running | null = null
      const start = (accept: () => ServerChannel, command: string | null) => {
        const channel = accept()
        channel.on('error', () => channel.close())
        commands++
        setTimeout(() => {
          const started = runCommand({
            channel,
            command,
            home,
            environment,
            latencyMs: machine.pace.latencyMs,
            onExit: () => {
              commands--
              running.delete(started)
            },
          })
          current = started
          running.add(started)
        }, machine.pace.commandMs)
      }
      session.on('exec', (accept, reject, { command }) => (commands < mostCommands ? start(accept, command) : reject()))
      session.on('shell', (accept, reject) => (commands < mostCommands ? start(accept, null) : reject()))
      session.on('signal', (_accept, _reject, { name }) => {
        const known = signals.find((signal) => signal === name.replace(/^SIG/, ''))
        if (known) current?.signal(`SIG${known}`)
      })
    })
  }

  const ssh = new ssh2.Server({ hostKeys: [hostKey], ident: 'PulseDemo' }, serve)
  const server = createServer({ noDelay: true }, (socket) => {
    const { remotePort } = socket
    if (remotePort === undefined) return socket.destroy()
    graces.set(
      remotePort,
      setTimeout(() => socket.destroy(), loginGraceMs),
    )
    socket.once('close', () => {
      clearTimeout(graces.get(remotePort))
      graces.delete(remotePort)
    })
    ssh.injectSocket(socket)
  })
  server.maxConnections = mostConnections
  return server
}

/** Public keys only, of the one account, listed in authorized_keys at this moment. */
const authenticate = (connection: Connection, directory: string, delayMs: number): void => {
  let attempts = 0
  connection.on('authentication', (context) => {
    const decide = async () => {
      if (await isLetIn(context, directory)) return context.accept()
      attempts += context.method === 'none' ? 0 : 1
      if (attempts >= mostLoginAttempts) connection.end()
      else context.reject(['publickey'])
    }
    const isFinal = context.method === 'publickey' && context.signature !== undefined
    setTimeout(() => void decide().catch(() => connection.end()), isFinal ? delayMs : 0)
  })
}

const isLetIn = async (context: AuthContext, directory: string): Promise<boolean> => {
  if (context.method !== 'publickey' || context.username !== user) return false
  const { key: offered, blob, signature, hashAlgo } = context
  const known = (await readAuthorizedKeys(directory)).find((key) => key.getPublicSSH().equals(offered.data))
  if (!known) return false
  // Without a signature the client only asks whether this key would do.
  return signature === undefined || (blob !== undefined && known.verify(blob, signature, hashAlgo) === true)
}
