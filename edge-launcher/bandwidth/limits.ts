/**
 * The bandwidth of deployments and of the site: bytes of packages that this edge launcher sends to machines, before
 * SSH (0.2 %) and TCP/IP (about 5 %) wrap them. What it fetches into its mirror, once for the whole site, is not limited.
 */
import type { Order } from '#shared/contracts/edge.ts'
import { type TokenBucket, tokenBucket } from './token-bucket.ts'

/** More at once would let one transfer hold up all others; less costs time for nothing. Bytes. */
const mostAtOnce = 32 * 1024
const leastAtOnce = 1024

export type Pace = {
  /** The same bytes, at the pace that is allowed. */
  readonly of: (source: AsyncIterable<Buffer>, signal: AbortSignal) => AsyncIterable<Buffer>
  /** The attempt is over. */
  readonly leave: () => void
}

export const bandwidthLimits = (clock: () => number = () => performance.now()) => {
  const site = tokenBucket(clock)
  const deployments = new Map<string, { readonly bucket: TokenBucket; attempts: number }>()

  const paced = async function* (deployment: TokenBucket, source: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; ) {
        const limits = [deployment.portion(), site.portion()].filter((portion) => portion !== null)
        const size = limits.length === 0 ? chunk.length : Math.min(mostAtOnce, Math.max(leastAtOnce, Math.min(...limits)))
        const portion = chunk.subarray(at, at + size)
        await deployment.take(portion.length, signal)
        await site.take(portion.length, signal)
        if (signal.aborted) return
        yield portion
        at += portion.length
      }
    }
  }

  return {
    /** An attempt begins. The latest order's limits are those that hold, for all of its deployment and of the site. */
    join: ({ deploymentId, bandwidth }: Pick<Order, 'deploymentId' | 'bandwidth'>): Pace => {
      const entry = deployments.get(deploymentId) ?? { bucket: tokenBucket(clock), attempts: 0 }
      deployments.set(deploymentId, entry)
      entry.attempts += 1
      entry.bucket.setRate(bandwidth.deployment)
      site.setRate(bandwidth.site)
      return {
        of: (source, signal) => paced(entry.bucket, source, signal),
        leave: () => {
          entry.attempts -= 1
          if (entry.attempts === 0) deployments.delete(deploymentId)
        },
      }
    },
  }
}
export type BandwidthLimits = ReturnType<typeof bandwidthLimits>
