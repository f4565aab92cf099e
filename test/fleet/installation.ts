/** The running `npm start` whose fleet this is: what its data folder says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { mintAccessToken } from '../../infra/local/identity/mint.ts'
import { type Running, readRunning } from '../../infra/local/running.ts'

const Agents = z.object({ user: z.string(), password: z.string() })

export type Installation = Running & {
  readonly siteId: string
  /** The header of inventory agents. */
  readonly agents: string
  readonly token: () => Promise<string>
}

/** Throws one sentence where nothing runs. */
export const installationIn = (data: string): Installation => {
  const running = readRunning(data)
  if (!running) throw new Error(`Nothing runs with the data folder ${data}: start it with npm start -- --data ${data}.`)
  const { user, password } = Agents.parse(JSON.parse(readFileSync(join(data, 'inventory.json'), 'utf8')))
  const { issuer, clientId } = running
  return {
    ...running,
    siteId: user,
    agents: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    token: () => mintAccessToken({ file: join(data, 'identity.db'), issuer, clientId, lifetimeSeconds: 3600 }),
  }
}
