import type { Order } from '#shared/contracts/edge.ts'
import type { Pace } from '../bandwidth/limits.ts'
import type { Archives } from '../mirror/archive.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { remoteCommand } from '../ssh/remote-command.ts'
import type { Session } from '../ssh/transport.ts'
import { exitCodes, transferScript } from './remote-scripts.ts'
import { doneStep, failedStep, lostStep, type StepEnd } from './step-end.ts'

export type Transfer = { readonly mirror: Mirror; readonly archives: Archives; readonly pace: Pace; readonly order: Order }

/** Fetches what the site lacks, then writes the package on the machine and has every sum verified there. */
export const transfer = async (session: Session, { mirror, archives, pace, order }: Transfer, signal: AbortSignal): Promise<StepEnd> =>
  mirror.using(
    order.downloads.map(({ sha256 }) => sha256),
    async () => {
      // Others may wait for the same contents: they are fetched to the end whether or not this machine still wants them.
      const fetched = await Promise.race([mirror.fetchAll(order.downloads), aborted(signal)])
      if (fetched === 'aborted') return lostStep('given up')
      if (fetched.kind === 'expired') return { kind: 'give-back', detail: fetched.detail }
      if (fetched.kind === 'altered') return failedStep('package-altered', fetched.detail)
      if (fetched.kind === 'failed') return failedStep('package-unavailable', fetched.detail)
      const end = await session.run(remoteCommand(transferScript, [order.executionId, order.manifestSha256]), {
        signal,
        input: pace.of(archives.of(order.manifestSha256, order.manifest), signal),
      })
      if (end.kind === 'lost') return lostStep(end.detail)
      if (end.code === 0) return doneStep
      const said = end.errors || `exit code ${end.code}`
      return failedStep('transfer-failed', end.code === exitCodes.altered ? `what was written does not match: ${said}` : said)
    },
  )

const aborted = (signal: AbortSignal): Promise<'aborted'> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve('aborted')
    signal.addEventListener('abort', () => resolve('aborted'), { once: true })
  })
