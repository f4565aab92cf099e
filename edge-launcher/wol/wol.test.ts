import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { ownBroadcasts } from './broadcasts.ts'
import { magicPacket } from './magic-packet.ts'
import { wakings } from './wakings.ts'

const card = (address: string, netmask: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask,
  internal,
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  cidr: null,
})
const mac = '00:16:3e:5e:6c:0a'

describe('E3 Wake-on-LAN', () => {
  it('makes the packet that network cards wait for', () => {
    expect(magicPacket(mac).toString('hex')).toBe(`ffffffffffff${'00163e5e6c0a'.repeat(16)}`)
    expect(() => magicPacket('00:16:3e')).toThrow(TypeError)
  })

  it('finds the directed broadcast of each of its networks', () => {
    const interfaces = {
      lo: [card('127.0.0.1', '255.0.0.0', true)],
      eth0: [card('192.168.7.20', '255.255.255.0'), card('10.1.130.5', '255.255.128.0')],
      eth1: [card('172.16.5.9', '255.255.255.252')],
      tun0: [card('10.8.0.2', '255.255.255.255'), card('10.9.0.2', '255.255.255.254')],
      none: undefined,
    }
    expect(ownBroadcasts(interfaces)).toEqual(['192.168.7.255', '10.1.255.255', '172.16.5.11'])
  })

  it('sends three times to each address once, and says where it could not', async () => {
    const sent: string[] = []
    const { wake } = wakings(
      () => ['10.0.0.255', '10.0.1.255'],
      async (packets, broadcast) => {
        if (broadcast === '10.0.2.255') throw new Error('send ENETUNREACH')
        sent.push(...packets.map((packet) => `${packet.subarray(6, 12).toString('hex')} ${broadcast}`))
      },
    )
    const told = await wake('m1', [mac], ['10.0.1.255', '10.0.2.255']).sent
    expect(sent).toEqual(Array.from({ length: 3 }, () => ['00163e5e6c0a 10.0.0.255', '00163e5e6c0a 10.0.1.255']).flat())
    expect(told).toEqual({ broadcasts: ['10.0.0.255', '10.0.1.255'], faults: ['10.0.2.255: send ENETUNREACH'] })
  })

  it('is shared by two attempts on one machine, and begun anew once both have gone', async () => {
    let packets = 0
    const { wake } = wakings(
      () => ['10.0.0.255'],
      async () => {
        packets += 1
      },
    )
    const [one, two] = [wake('m1', [mac], []), wake('m1', [mac], [])]
    expect([one.isShared, two.isShared]).toEqual([false, true])
    await Promise.all([one.sent, two.sent])
    expect(packets).toBe(3)
    one.leave()
    two.leave()
    const third = wake('m1', [mac], [])
    await third.sent
    expect([third.isShared, packets]).toEqual([false, 6])
  })
})
