/** The edge launcher of this machine: the real one, in a process of its own. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLog } from './functions/log-file.ts'
import { type KeptAlive, keepAlive } from './processes/kept-alive.ts'

/** `enrolmentToken` is asked before each start and gives null once the edge has enrolled. */
export const startLocalEdge = async (options: {
  root: string
  data: string
  url: string
  enrolmentToken: (edgeDirectory: string) => Promise<string | null>
  say: (line: string) => void
}): Promise<KeptAlive> => {
  const directory = join(options.data, 'edge')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return keepAlive(
    'the edge launcher',
    async () => {
      const token = await options.enrolmentToken(directory)
      return {
        command: process.execPath,
        args: [join(options.root, 'edge-launcher/main.ts')],
        cwd: directory,
        pidFile: join(directory, 'edge.pid'),
        env: {
          HOME: directory,
          PULSE_URL: options.url,
          PULSE_STATE_DIR: directory,
          PULSE_EDGE_NAME: 'local-edge',
          // Agents of this machine may as well speak to the cloud, which is here too.
          PULSE_INVENTORY_PORT: process.env['PULSE_INVENTORY_PORT'] ?? 'off',
          PULSE_INVENTORY_ADDRESS: '127.0.0.1',
          ...(token !== null && { PULSE_ENROLMENT_TOKEN: token }),
        },
      }
    },
    { onOutput: openLog(join(options.data, 'logs/edge.log')), say: options.say },
  )
}
