/** Which machines are in a group, now: of its own, whoever asks; what they see of it is `within` their perimeter. */
import { and, type Bitmap, cardinality, emptyBitmap } from '#shared/domain/group/bitmap/bitmap.ts'
import { evaluate, hasNot } from '#shared/domain/group/evaluate.ts'
import { allOf, type Expression, numbersIn, parseExpression } from '#shared/domain/group/expression.ts'
import { faultSentence } from '#shared/domain/group/expression-fault.ts'
import type { GroupRecord, StoredCriterion } from '../../adapters/group-records.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import { inTurns } from '../../adapters/table.ts'
import { invalid, Refusal } from '../refusal.ts'
import { type By, existingMachines, machinesSeenBy, machinesWith, type SearchPorts } from '../search-terms.ts'
import { wantedBy } from './wanted.ts'

export type EvaluatePorts = SearchPorts & { readonly groups: Pick<GroupStore, 'get' | 'machinesOf'> }

/** Groups in groups in groups: so deep and no deeper. */
export const deepestNesting = 10
const criteriaAtOnce = 8

export type Query = { readonly criteria: readonly StoredCriterion[]; readonly expression: string | null }

/** `field`: of the refusal. */
export const expressionOf = ({ criteria, expression }: Query, field = '/expression'): Expression => {
  if (expression === null) return allOf(criteria.length)
  const parsed = parseExpression(expression, criteria.length)
  if (!parsed.valid) throw invalid(field, expression, faultSentence(parsed.fault))
  return parsed.expression
}

/** The machines of each criterion that is in `numbers`. */
export const setsOf = async (
  ports: EvaluatePorts,
  criteria: readonly StoredCriterion[],
  numbers: readonly number[],
  way: readonly string[] = [],
): Promise<ReadonlyMap<number, Bitmap>> => {
  const sets = new Map<number, Bitmap>()
  await inTurns([...new Set(numbers)], criteriaAtOnce, async (number) => {
    const criterion = criteria[number - 1]
    if (criterion) sets.set(number, await machinesOfCriterion(ports, criterion, way))
  })
  return sets
}

const machinesOfCriterion = async (ports: EvaluatePorts, criterion: StoredCriterion, way: readonly string[]): Promise<Bitmap> => {
  if (criterion.module === 'inventory') return machinesWith(ports, criterion.field, wantedBy(criterion))
  const group = await ports.groups.get(criterion.groupId)
  // An empty set would be everything behind a NOT.
  if (!group) throw new Refusal('conflict', 'A group that this one is made of is gone: change its criteria first.')
  return machinesOf(ports, group, way)
}

const machinesOf = async (ports: EvaluatePorts, group: GroupRecord, way: readonly string[]): Promise<Bitmap> => {
  if (group.mode !== 'request') return ports.groups.machinesOf(group.id)
  if (way.includes(group.id)) throw new Refusal('conflict', 'The group is made of itself: change its criteria first.')
  if (way.length > deepestNesting)
    throw new Refusal('conflict', `Groups are nested more than ${deepestNesting} deep: change their criteria first.`)
  return machinesMeeting(ports, group, [...way, group.id])
}

/** `way`: the groups that led here. */
export const machinesMeeting = async (ports: EvaluatePorts, query: Query, way: readonly string[] = []): Promise<Bitmap> => {
  const expression = expressionOf(query)
  const [sets, everything] = await Promise.all([
    setsOf(ports, query.criteria, numbersIn(expression), way),
    hasNot(expression) ? existingMachines(ports) : emptyBitmap,
  ])
  return evaluate(expression, (number) => sets.get(number) ?? emptyBitmap, everything)
}

/** Machines that are gone may be among them, and machines outside every perimeter. */
export const machinesOfGroup = (ports: EvaluatePorts, group: GroupRecord): Promise<Bitmap> => machinesOf(ports, group, [])

/** Machines that are there and seen by somebody. */
export const visibleTo = async (ports: SearchPorts, by: By): Promise<Bitmap> =>
  (await machinesSeenBy(ports, by)) ?? (await existingMachines(ports))

export const countOf = async (ports: EvaluatePorts, by: By, group: GroupRecord): Promise<number> => {
  const [machines, visible] = await Promise.all([machinesOfGroup(ports, group), visibleTo(ports, by)])
  return cardinality(and(machines, visible))
}
