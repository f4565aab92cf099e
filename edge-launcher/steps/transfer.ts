import type { Order } from '#shared/contracts/edge.ts'
import type { Archives } from '../mirror/archive.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { remoteCommand } from '../ssh/remote-command.ts'
import type { Session } from '../ssh/transport.ts'
import { exitCodes, transferScript } from './remote-scripts.ts'
import { doneStep, failedStep, lostStep, type StepEnd } from './step-end.ts'

/** Fetches what the site lacks, then writes the package on the machine and has every sum verified there. */
export const transfer = async (
  { mirror, archives }: { mirror: Mirror; archives: Archives },
  session: Session,
  order: Order,
  signal: AbortSignal,
): Promise<StepEnd> =>
  mirror.using(
    order.downloads.map(({ sha256 }) => sha256),
    async () => {
      const fetched = await mirror.fetchAll(order.downloads)
      if (fetched.kind === 'expired') return { kind: 'give-back', detail: fetched.detail }
      if (fetched.kind === 'altered') return failedStep('package-altered', fetched.detail)
      if (fetched.kind === 'failed') return failedStep('package-unavailable', fetched.detail)
      const end = await session.run(remoteCommand(transferScript, [order.executionId, order.manifestSha256]), {
        signal,
        input: archives.of(order.manifestSha256, order.manifest),
      })
      if (end.kind === 'lost') return lostStep(end.detail)
      if (end.code === 0) return doneStep
      const said = end.errors || `exit code ${end.code}`
      return failedStep('transfer-failed', end.code === exitCodes.altered ? `what was written does not match: ${said}` : said)
    },
  )
