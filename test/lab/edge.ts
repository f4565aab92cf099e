/** Another edge launcher on this machine: the real program, enrolled by a token, with its own state and key. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { routes } from '#shared/contracts/routes.ts'
import { type Product, until } from '../journeys/product.ts'

export type LabEdge = {
  readonly name: string
  readonly id: string
  /** One line of authorized_keys. */
  readonly sshPublicKey: string
  /** kill -9: it can tell nobody. */
  readonly kill: () => Promise<void>
  /** With the state that it left behind. */
  readonly start: () => void
  readonly remove: () => Promise<void>
}

const root = new URL('../..', import.meta.url).pathname

export const startEdge = async (
  product: Product,
  { siteId, name, slots }: { siteId: string; name: string; slots: number },
): Promise<LabEdge> => {
  const { token } = await product.call(routes.createEnrolmentToken, { params: { id: siteId } })
  const state = await mkdtemp(join(tmpdir(), `pulse-edge-${name}-`))
  let child: ChildProcess | null = null
  const start = (): void => {
    child = spawn(process.execPath, [join(root, 'edge-launcher/main.ts')], {
      cwd: state,
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: state,
        PULSE_URL: product.ready.console,
        PULSE_STATE_DIR: state,
        PULSE_EDGE_NAME: name,
        PULSE_SLOTS: String(slots),
        PULSE_ENROLMENT_TOKEN: token,
      },
    })
  }
  const kill = async (): Promise<void> => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await gone
  }
  start()
  const seen = await until(
    async () => (await product.call(routes.getSite, { params: { id: siteId } })).edges.find((edge) => edge.name === name),
    (edge) => edge !== undefined && edge.lastSeenAt !== null,
  )
  if (!seen) throw new Error(`${name} has not enrolled`)
  return {
    name,
    id: seen.id,
    sshPublicKey: seen.sshPublicKey,
    kill,
    start,
    remove: async () => {
      await kill()
      await rm(state, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
