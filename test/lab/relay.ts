/** An edge launcher that answers the inventory agents of its LAN: the real program, on a port of this machine. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Product } from '../journeys/product.ts'

export type Relay = {
  readonly port: number
  /** What it has written into its log, line by line, so far. */
  readonly said: readonly string[]
  /** Gives nothing until it is gone. */
  readonly kill: () => Promise<void>
}

const root = new URL('../..', import.meta.url).pathname

/** Ready once agents are answered. `state`: its folder; `more`: environment beside the one that makes it a relay. */
export const startRelay = async (
  product: Pick<Product, 'ready'>,
  name: string,
  state: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Relay> => {
  const child = spawn(process.execPath, [join(root, 'edge-launcher/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      PULSE_URL: product.ready.console,
      PULSE_STATE_DIR: state,
      PULSE_EDGE_NAME: name,
      PULSE_INVENTORY_PORT: '0',
      PULSE_INVENTORY_ADDRESS: '127.0.0.1',
      ...more,
    },
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said: string[] = []
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the edge launcher ended with ${code}: ${said.join('\n')}`)))
    createInterface({ input: child.stdout }).on('line', (text) => {
      said.push(text)
      if (text.includes('inventory agents are answered')) resolve(Number(JSON.parse(text).port))
    })
  })
  return {
    port,
    said,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
