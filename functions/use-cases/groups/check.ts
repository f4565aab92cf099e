/** What criteria and their expression meet, before they are stored. */
import type { CheckedGroup, CheckGroup } from '#shared/contracts/groups.ts'
import { and, bitmapOf, cardinality, emptyBitmap, ordinalsOf } from '#shared/domain/group/bitmap/bitmap.ts'
import { evaluate, hasNot } from '#shared/domain/group/evaluate.ts'
import { unusedIn } from '#shared/domain/group/expression.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import { existingMachines } from '../search-terms.ts'
import { type CriteriaPorts, mustBeSound } from './criteria.ts'
import { type EvaluatePorts, expressionOf, setsOf, visibleTo } from './evaluate.ts'
import { groupSeenBy, type Viewer } from './seen.ts'

type CheckPorts = EvaluatePorts & CriteriaPorts & { readonly machines: Pick<MachineStore, 'getMany'> }

const sampleSize = 10

export const checkGroup = async (ports: CheckPorts, by: Viewer, { groupId, ...query }: CheckGroup): Promise<CheckedGroup> => {
  await mustBeSound(ports, by, query, groupId === undefined ? null : await groupSeenBy(ports, by, groupId, '/groupId'))
  const expression = expressionOf(query)
  const numbers = query.criteria.map((_, at) => at + 1)
  const [sets, visible, everything] = await Promise.all([
    setsOf(ports, query.criteria, numbers, groupId === undefined ? [] : [groupId]),
    visibleTo(ports, by),
    hasNot(expression) ? existingMachines(ports) : emptyBitmap,
  ])
  const setOf = (number: number) => sets.get(number) ?? emptyBitmap
  const machines = and(evaluate(expression, setOf, everything), visible)
  const sample = await ports.members.idsOf(bitmapOf(ordinalsOf(machines).slice(0, sampleSize)))
  const known = await ports.machines.getMany(sample)
  return {
    count: cardinality(machines),
    perCriterion: numbers.map((number) => cardinality(and(setOf(number), visible))),
    unused: unusedIn(expression, query.criteria.length),
    sample: sample.flatMap((id) => {
      const machine = known.get(id)
      return machine ? [{ id, name: machine.name }] : []
    }),
  }
}
