import { remoteCommand } from '../ssh/remote-command.ts'
import type { Session } from '../ssh/transport.ts'
import { removeScript } from './remote-scripts.ts'
import { doneStep, failedStep, lostStep, type StepEnd } from './step-end.ts'

const timeoutMs = 10 * 60_000

/** Removes the package from the machine; the markers stay. */
export const remove = async (session: Session, executionId: string, signal: AbortSignal): Promise<StepEnd> => {
  const end = await session.run(remoteCommand(removeScript, [executionId]), { signal, timeoutMs })
  if (end.kind === 'lost') return lostStep(end.detail)
  return end.code === 0 ? doneStep : failedStep('deletion-failed', end.errors || `exit code ${end.code}`)
}
