/** Looks at a machine for the lamp: does it answer a ping, can a session be opened. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Probe, ProbeResult } from '#shared/contracts/edge.ts'
import { HostKey } from '#shared/contracts/machines.ts'
import type { Transport } from './ssh/transport.ts'

const run = promisify(execFile)
const pingSeconds = 2

/** null where this system has no ping or forbids it. */
const answersPing = async (address: string): Promise<boolean | null> => {
  try {
    // The contract's addresses cannot begin with a dash; `--` says it again.
    await run('ping', ['-n', '-q', '-c', '1', '-W', String(pingSeconds), '--', address], { timeout: (pingSeconds + 3) * 1000 })
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    // 1: no answer. Anything else is ping's own trouble.
    return code === 1 ? false : null
  }
}

const pingAny = async (addresses: readonly string[]): Promise<boolean | null> => {
  const answers = await Promise.all(addresses.map(answersPing))
  return answers.includes(true) ? true : answers.includes(false) ? false : null
}

/** A full login and not a bare connection: sshd bans those who connect and leave. */
export const probe = async (transport: Transport, { probeId, machine }: Probe, now: () => number): Promise<ProbeResult> => {
  const [ping, connected] = await Promise.all([
    pingAny([machine.address, ...machine.otherAddresses]),
    transport.connect(machine, { hostKey: machine.hostKey, signal: AbortSignal.timeout(45_000) }),
  ])
  if (connected.kind === 'connected') connected.session.close()
  const { hostKey, address } = connected.kind === 'connected' ? connected.session : connected
  const offered = HostKey.safeParse(hostKey)
  const at = new Date(now()).toISOString()
  const base = { probeId, machineId: machine.id, at, address, hostKey: offered.success ? offered.data : null }
  return connected.kind === 'connected'
    ? // Who opens a session is there, whatever became of the ping.
      { ...base, ping: ping ?? true, ssh: true, detail: null }
    : { ...base, ping, ssh: false, detail: connected.detail.slice(0, 1000) }
}
