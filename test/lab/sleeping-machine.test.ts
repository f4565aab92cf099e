import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SleepingMachine, startSleepingMachine } from './sleeping-machine.ts'

const mac = '02:00:5e:10:00:01'
let machine: SleepingMachine
beforeAll(async () => {
  machine = await startSleepingMachine({ name: 'sleeper', mac })
})
afterAll(() => machine?.remove())

const says = (): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: machine.address, port: machine.port, timeout: 5000 })
    socket.once('data', (data) => resolve(data.toString('latin1')))
    socket.once('timeout', () => resolve('silence'))
    socket.once('error', (error) => resolve(error.message))
    socket.once('close', () => socket.destroy())
  })

const send = (payload: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.bind(0, () => {
      socket.setBroadcast(true)
      socket.send(payload, 9, machine.broadcast, (error) => {
        socket.close()
        if (error) reject(error)
        else resolve()
      })
    })
  })
const magic = (hex: string): Buffer => Buffer.from('ff'.repeat(6) + hex.repeat(16), 'hex')

it('is silent asleep, is not woken by the packet of another, and wakes by its own', async () => {
  expect(await says()).toContain('SSH-2.0-OpenSSH')
  await machine.fallAsleep()
  expect(await says()).toMatch(/EHOSTUNREACH|silence/)
  await send(magic('02005e1000ff'))
  await expect.poll(() => machine.received.length, { timeout: 5000 }).toBe(1)
  expect(machine.isAwake()).toBe(false)
  await send(magic('02005e100001'))
  await expect.poll(says, { timeout: 10_000 }).toContain('SSH-2.0-OpenSSH')
  expect(machine.received[1]).toMatchObject({ destination: 'ff:ff:ff:ff:ff:ff', broadcast: machine.broadcast, port: 9 })
})
