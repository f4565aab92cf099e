/** One deployment with its chunks, counters, alarm and marks, in memory, under the conditions of functions/adapters/deployments.ts. */
import type { DeploymentStore } from '../../functions/adapters/deployments.ts'
import type { DeploymentRecord, TargetsRecord } from '../../functions/adapters/records.ts'

type Counter = { last: string; counts: Record<string, number> }

export const deploymentMemory = (first: DeploymentRecord, targets: readonly (readonly TargetsRecord['targets'][number][])[]) => {
  let deployment = first
  const chunks: TargetsRecord[] = targets.map((some, chunk) => ({ chunk, expanded: false, targets: [...some] }))
  const counters = new Map<string, Counter>()
  /** Of all chunks together, by place. */
  const sums = new Map<number, Record<string, number>>()
  const active = new Map<string, string>()
  const set = (change: Partial<DeploymentRecord>): true => {
    deployment = { ...deployment, ...change }
    return true
  }

  const store = {
    get: async () => deployment,
    targets: async (_: string, chunk: number) => chunks[chunk] ?? null,
    unexpanded: async () => chunks.filter(({ expanded }) => !expanded).map(({ chunk }) => chunk),
    markExpanded: async (_: string, chunk: number) => {
      const found = chunks[chunk]
      if (found) chunks[chunk] = { ...found, expanded: true }
      return true
    },
    setControl: async (_: string, control: DeploymentRecord['control']) => set({ control }),
    requestRelaunch: async (_: string, relaunch: NonNullable<DeploymentRecord['relaunch']>, options: DeploymentRecord['options']) =>
      set({ control: 'run', relaunch, options }),
    relaunchDone: async (_: string, at: string) => deployment.relaunch?.at === at && set({ relaunch: null }),
    setStateSeen: async (_: string, stateSeen: DeploymentRecord['stateSeen']) => stateSeen !== deployment.stateSeen && set({ stateSeen }),
    countsByPlace: async () => new Map([...sums].map(([place, counts]) => [place, { ...counts }])),
    counter: async (_: string, chunk: string, place: number) => counters.get(`${chunk}/${place}`) ?? { last: '', counts: {} },
    setCounter: async (_: string, chunk: string, place: number, before: string, next: { last: string; counts: Record<string, number> }) => {
      if ((counters.get(`${chunk}/${place}`)?.last ?? '') !== before) return false
      const known = sums.get(place) ?? {}
      const earlier = counters.get(`${chunk}/${place}`)?.counts ?? {}
      for (const standing of new Set([...Object.keys(earlier), ...Object.keys(next.counts)]))
        known[standing] = (known[standing] ?? 0) - (earlier[standing] ?? 0) + (next.counts[standing] ?? 0)
      sums.set(place, known)
      counters.set(`${chunk}/${place}`, next)
      return true
    },
    armEarlier: async (_: string, at: string, scheduled: boolean, overdueBefore: string) => {
      const { armedAt } = deployment
      return (armedAt === null || armedAt > at || armedAt < overdueBefore) && set({ armedAt: at, scheduled })
    },
    disarm: async () => set({ armedAt: null }),
    markActive: async (siteId: string, _: string, mark: string) => {
      active.set(siteId, mark)
      return true
    },
    markServed: async () => true,
    active: async (siteId: string) => {
      const mark = active.get(siteId)
      return mark === undefined ? [] : [{ deploymentId: deployment.id, mark }]
    },
    unmarkActive: async (siteId: string, _: string, mark: string) => active.get(siteId) === mark && active.delete(siteId),
  } satisfies Partial<DeploymentStore>

  return { store, now: () => deployment }
}
export type DeploymentMemory = ReturnType<typeof deploymentMemory>
