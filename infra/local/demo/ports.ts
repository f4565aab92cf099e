/** Finds ports. Below the range that systems give to outgoing connections, so that kept ones stay free between runs. */
import { randomInt } from 'node:crypto'
import type { Server } from 'node:net'
import { createServer } from 'node:net'
import { address } from './machines.ts'

const lowest = 20_000
const highest = 29_999
const tries = 50

/** Whether the server now listens at this port; false when the port is taken. */
const listens = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const onError = (fault: NodeJS.ErrnoException) => {
      if (fault.code === 'EADDRINUSE' || fault.code === 'EACCES') resolve(false)
      else reject(fault)
    }
    server.once('error', onError)
    server.listen(port, address, () => {
      server.off('error', onError)
      resolve(true)
    })
  })

/** Listens at the port it had, or at another that is free; gives the port. */
export const listenAt = async (server: Server, preferred: number | undefined): Promise<number> => {
  if (preferred !== undefined && (await listens(server, preferred))) return preferred
  for (let attempt = 0; attempt < tries; attempt++) {
    const port = randomInt(lowest, highest + 1)
    if (await listens(server, port)) return port
  }
  throw new Error(`no free port among ${tries} tried from ${lowest} to ${highest}`)
}

/** A port at which nobody listens now: the one it had, if that is still so. */
export const closedPort = async (preferred: number | undefined): Promise<number> => {
  const probe = createServer()
  const port = await listenAt(probe, preferred)
  await new Promise((resolve) => probe.close(resolve))
  return port
}
