import type { Found, FoundScript } from '../plan/plan.ts'
import { remoteCommand } from '../ssh/remote-command.ts'
import type { Session } from '../ssh/transport.ts'
import { inspectScript } from './remote-scripts.ts'
import { failedStep, lostStep, type StepEnd } from './step-end.ts'

const timeoutMs = 60_000

/** What of this execution is on the machine. */
export const inspect = async (session: Session, executionId: string, signal: AbortSignal): Promise<StepEnd<Found>> => {
  let text = ''
  const end = await session.run(remoteCommand(inspectScript, [executionId]), {
    signal,
    timeoutMs,
    onOutput: (chunk) => {
      if (text.length < 4096) text += chunk.toString('latin1')
    },
  })
  if (end.kind === 'lost') return lostStep(end.detail)
  if (end.code !== 0) return failedStep('ssh-failed', `the machine could not be looked at: ${end.errors || `exit code ${end.code}`}`)
  const manifest = /^m ([0-9a-f]{64})$/m.exec(text)?.[1] ?? null
  return { kind: 'done', value: { manifest, script: scriptIn(text) } }
}

const scriptIn = (text: string): FoundScript | null => {
  const [, attempt, state, code] = /^a (\d{1,9}) (running|exited|interrupted|vanished)(?: (\d{0,4}))?$/m.exec(text) ?? []
  if (attempt === undefined) return null
  switch (state) {
    case 'running':
      return { attempt: Number(attempt), state, code: null }
    case 'exited':
    case 'interrupted':
      return { attempt: Number(attempt), state, code: code ? Number(code) : null }
    default:
      return { attempt: Number(attempt), state: 'vanished', code: null }
  }
}
