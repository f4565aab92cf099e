/** Several packages on one machine in an order: equal orders side by side, a higher one only after success of all lower. Pure. */
import type { Change, ExecutionFacts } from './execution.ts'
import { firstInstant, iso, type Rules } from './rules.ts'
import { hasEnded, isWaiting } from './states.ts'

export type BundleMember = ExecutionFacts & { readonly order: number; readonly label: string }

/** Those that must succeed before this one, and have not. */
export const isWaitedFor = <T extends Pick<BundleMember, 'order' | 'state'>>(member: Pick<T, 'order'>, all: readonly T[]): T[] =>
  all.filter(({ order, state }) => order < member.order && state !== 'done')

/** What has to happen to one member now, seeing the others on the same machine; null: nothing. */
export const bundleStep = (member: BundleMember, all: readonly BundleMember[], rules: Rules, now: number): Change | null => {
  if (!member.isBlocked || !isWaiting(member.state)) return null
  const open = isWaitedFor(member, all)
  const broken = open.find(({ state }) => hasEnded(state))
  const at = iso(now)
  if (broken)
    return {
      event: 'bundle-breaks',
      to: 'stopped',
      set: {
        isBlocked: false,
        nextAt: null,
        endedAt: at,
        updatedAt: at,
        reason: { code: 'bundle-failed', detail: broken.label, phase: null },
      },
    }
  if (open.length > 0) return null
  const set = { isBlocked: false, nextAt: iso(firstInstant(rules, now)), updatedAt: at }
  // Its turn has come: in its own state, it waits for an instant from now on.
  if (member.state === 'scheduled') return { event: 'put-off', to: 'scheduled', set }
  if (member.state === 'rescheduled') return { event: 'put-off-begun', to: 'rescheduled', set }
  // It need not wait for anything else once it is resumed.
  if (member.state === 'paused') return { event: 'turn-comes', to: 'paused', set }
  return null
}
