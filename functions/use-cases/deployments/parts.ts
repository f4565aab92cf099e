/** A deployment in parts: chunks of at most 1,000 machines of one entity, so that what is counted by chunk is counted by entity. */
import { chunkSize, type DeploymentRecord, type TargetsRecord } from '../../adapters/records.ts'
import { Refusal } from '../refusal.ts'

type Target = TargetsRecord['targets'][number]
export type Part = DeploymentRecord['parts'][number]

/** Above this the list of parts would not fit into the deployment's item beside the rest: 400 KB, of which a part takes about 100 bytes. */
const mostParts = 3000

/** The machines of an entity together, in the order they were named; chunk by chunk. */
export const inParts = (targets: readonly Target[]): { readonly parts: Part[]; readonly chunks: readonly (readonly Target[])[] } => {
  const byEntity = new Map<string, Target[]>()
  for (const target of targets) {
    const others = byEntity.get(target.entityId)
    if (others) others.push(target)
    else byEntity.set(target.entityId, [target])
  }
  const chunks = [...byEntity.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / chunkSize) }, (_, chunk) => all.slice(chunk * chunkSize, (chunk + 1) * chunkSize)),
  )
  if (chunks.length > mostParts)
    throw new Refusal('invalid-request', `The machines are in ${byEntity.size} entities: a deployment can have ${mostParts} at most.`)
  const parts = chunks.map((chunk) => ({
    entityId: chunk[0]?.entityId ?? '',
    machines: chunk.length,
    siteIds: [...new Set(chunk.map(({ siteId }) => siteId))],
  }))
  return { parts, chunks }
}

/** The chunks of one part of an export: whole ones, with about so many machines together. None after the last part. */
export const chunksOfPart = (
  { parts }: Pick<DeploymentRecord, 'parts'>,
  chunks: readonly number[],
  room: number,
  part: number,
): readonly number[] => {
  const groups: number[][] = []
  let left = 0
  for (const chunk of chunks) {
    const size = parts[chunk]?.machines ?? chunkSize
    const last = groups.at(-1)
    if (last && size <= left) last.push(chunk)
    else groups.push([chunk])
    left = (last && size <= left ? left : room) - size
  }
  return groups[part] ?? []
}
