/** Wakes machines. Two attempts on one machine at once share one waking: its packets are sent once. */
import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { textOf } from '../log.ts'
import { ownBroadcasts } from './broadcasts.ts'
import { magicPacket } from './magic-packet.ts'

/** The discard service: nobody answers there. */
const wolPort = 9
/** Each packet, since nothing says that it came. */
const times = 3
const pauseMs = 200

export type Sent = {
  /** Where packets went. */
  readonly broadcasts: readonly string[]
  readonly faults: readonly string[]
}
export type Waking = {
  /** Another attempt had begun it. */
  readonly isShared: boolean
  readonly sent: Promise<Sent>
  /** The attempt does not wait for the machine any more. */
  readonly leave: () => void
}

/** `send`: one round of packets to one address; throws when the system refuses it. */
export const wakings = (broadcastsHere: () => readonly string[] = () => ownBroadcasts(networkInterfaces()), send = sendPackets) => {
  const underWay = new Map<string, { readonly sent: Promise<Sent>; waiting: number }>()
  return {
    wake: (machineId: string, macs: readonly string[], siteBroadcasts: readonly string[]): Waking => {
      const found = underWay.get(machineId)
      const entry = found ?? { sent: sendAll(macs, [...new Set([...broadcastsHere(), ...siteBroadcasts])], send), waiting: 0 }
      underWay.set(machineId, entry)
      entry.waiting += 1
      return {
        isShared: found !== undefined,
        sent: entry.sent,
        leave: () => {
          entry.waiting -= 1
          if (entry.waiting === 0 && underWay.get(machineId) === entry) underWay.delete(machineId)
        },
      }
    },
  }
}
export type Wakings = ReturnType<typeof wakings>

type Send = (packets: readonly Buffer[], broadcast: string) => Promise<void>

const sendAll = async (macs: readonly string[], broadcasts: readonly string[], send: Send): Promise<Sent> => {
  const packets = macs.map(magicPacket)
  const faults = new Map<string, string>()
  for (let round = 0; round < times; round++) {
    if (round > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    for (const broadcast of broadcasts) {
      await send(packets, broadcast).catch((error: unknown) => faults.set(broadcast, `${broadcast}: ${textOf(error)}`))
    }
  }
  return { broadcasts: broadcasts.filter((broadcast) => !faults.has(broadcast)), faults: [...faults.values()] }
}

const sendPackets: Send = async (packets, broadcast) => {
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, resolve)
    })
    socket.setBroadcast(true)
    for (const packet of packets)
      await new Promise<void>((resolve, reject) => socket.send(packet, wolPort, broadcast, (error) => (error ? reject(error) : resolve())))
  } finally {
    socket.close()
  }
}
