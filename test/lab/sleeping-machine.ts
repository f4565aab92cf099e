/**
 * A machine that sleeps, in a network namespace of its own, joined to this computer by a virtual cable. Asleep it has no
 * address and answers nothing, not even ARP. Debian's tcpdump listens on its card; what it records is read here, by
 * nothing of the product: when the magic packet for its card comes, it takes its address and starts its SSH server.
 */
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { type LabMachine, removeMachine, startMachine } from './sshd.ts'

const run = promisify(execFile)
const ip = (...args: string[]) => run('/usr/sbin/ip', args)

export type Datagram = {
  /** Of the Ethernet frame, with colons. */
  readonly destination: string
  readonly broadcast: string
  readonly port: number
  readonly payload: Buffer
}

export type SleepingMachine = LabMachine & {
  readonly mac: string
  readonly broadcast: string
  /** What came in on UDP port 9, in the order in which it came. */
  readonly received: Datagram[]
  readonly isAwake: () => boolean
  readonly fallAsleep: () => Promise<void>
  /** Whether a magic packet for its card wakes it, as a setting of its firmware. */
  heeds: boolean
  readonly remove: () => Promise<void>
}

let machines = 0

/** Namespaces of test runs that were killed. */
const clearLeftovers = async (): Promise<void> => {
  if (!existsSync('/run/netns')) return
  for (const name of readdirSync('/run/netns')) {
    const [, pid] = /^pulse-lab-(\d+)-\d+$/.exec(name) ?? []
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) await ip('netns', 'del', name).catch(() => {})
  }
}

/** The first three bytes of a /24 that no interface has. */
const freeNetwork = async (): Promise<string> => {
  const { stdout } = await ip('-o', '-4', 'addr')
  for (;;) {
    const network = `10.${randomInt(64, 128)}.${randomInt(1, 255)}`
    if (!stdout.includes(` ${network}.`)) return network
  }
}

/** Needs root, iproute2 and tcpdump. */
export const startSleepingMachine = async ({ name, mac }: { name: string; mac: string }): Promise<SleepingMachine> => {
  machines += 1
  const namespace = `pulse-lab-${process.pid}-${machines}`
  await clearLeftovers()
  const network = await freeNetwork()
  const [cable, card] = [`pl${network.replaceAll('.', '-')}`, 'lan0']
  const address = `${network}.2`
  await ip('netns', 'add', namespace)
  await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', card, 'netns', namespace)
  await ip('addr', 'add', `${network}.1/24`, 'broadcast', '+', 'dev', cable)
  await ip('link', 'set', cable, 'up')
  await ip('-n', namespace, 'link', 'set', card, 'address', mac, 'up')
  await ip('-n', namespace, 'link', 'set', 'lo', 'up')
  const takeAddress = () => ip('-n', namespace, 'addr', 'replace', `${address}/24`, 'dev', card)
  await takeAddress()
  const machine = await startMachine({ name, place: { namespace, address, port: 22 } })

  let awake = true
  const received: Datagram[] = []
  const listener = listenOn(namespace, card)
  const state: SleepingMachine = {
    ...machine,
    mac,
    broadcast: `${network}.255`,
    received,
    heeds: true,
    isAwake: () => awake,
    fallAsleep: async () => {
      await machine.stop()
      await ip('-n', namespace, 'addr', 'flush', 'dev', card)
      await ip('neigh', 'flush', 'dev', cable)
      awake = false
    },
    remove: async () => {
      listener.kill('SIGKILL')
      await removeMachine(machine)
      await ip('link', 'del', cable)
      await ip('netns', 'del', namespace)
    },
  }
  const wake = async (): Promise<void> => {
    awake = true
    await takeAddress()
    await machine.restart()
  }
  readCapture(listener.stdout, (frame) => {
    const datagram = datagramIn(frame)
    if (!datagram) return
    received.push(datagram)
    if (!awake && state.heeds && isMagicFor(mac, datagram.payload)) wake().catch((error: unknown) => console.error('did not wake', error))
  })
  await listening(listener)
  return state
}

type Listener = ChildProcessByStdio<null, Readable, Readable>
const listenOn = (namespace: string, card: string): Listener =>
  spawn(
    '/usr/sbin/ip',
    ['netns', 'exec', namespace, 'tcpdump', '-i', card, '-p', '-n', '--immediate-mode', '-U', '-w', '-', 'udp port 9'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
    },
  )

const listening = (listener: Listener): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = ''
    listener.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('listening on')) resolve()
    })
    listener.once('exit', (code) => reject(new Error(`tcpdump ended with ${code}: ${said}`)))
  })

/** The pcap format: a header of 24 bytes, then for each frame 16 bytes, of which bytes 8 to 11 are its length, and the frame. */
const readCapture = (source: Readable, onFrame: (frame: Buffer) => void): void => {
  let pending: Buffer = Buffer.alloc(0)
  let isPastHeader = false
  source.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    if (!isPastHeader) {
      if (pending.length < 24) return
      pending = pending.subarray(24)
      isPastHeader = true
    }
    while (pending.length >= 16 && pending.length >= 16 + pending.readUInt32LE(8)) {
      const length = pending.readUInt32LE(8)
      onFrame(pending.subarray(16, 16 + length))
      pending = pending.subarray(16 + length)
    }
  })
}

/** Ethernet, IPv4, UDP. */
const datagramIn = (frame: Buffer): Datagram | null => {
  if (frame.length < 42 || frame.readUInt16BE(12) !== 0x0800 || frame[23] !== 17) return null
  const udp = 14 + ((frame[14] ?? 0) & 0x0f) * 4
  return {
    destination: [...frame.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':'),
    broadcast: [...frame.subarray(30, 34)].join('.'),
    port: frame.readUInt16BE(udp + 2),
    payload: Buffer.from(frame.subarray(udp + 8, udp + frame.readUInt16BE(udp + 4))),
  }
}

const isMagicFor = (mac: string, payload: Buffer): boolean =>
  payload.toString('hex').includes('ff'.repeat(6) + mac.replaceAll(':', '').repeat(16))
