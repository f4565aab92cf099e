/** A criterion as it is typed. Pure. */
import type { comparisons, ShownCriterion } from '#shared/contracts/groups.ts'
import type { TermField } from '#shared/domain/inventory/terms.ts'
import { bytesOf, isSize, type SizeUnit, typedSize, typeOf } from './criteria.ts'

export type CriterionDraft = {
  readonly module: 'inventory' | 'dyngroup'
  readonly field: TermField
  readonly comparison: (typeof comparisons)[number]
  /** Of a size: in the unit beside it. */
  readonly value: string
  readonly unit: SizeUnit
  /** Of a pair; empty: any. */
  readonly second: string
  /** Empty: not chosen yet. */
  readonly groupId: string
  readonly groupName: string
}

const fresh: CriterionDraft = {
  module: 'inventory',
  field: 'Software/ProductName',
  comparison: 'equals',
  value: '',
  unit: 'GiB',
  second: '',
  groupId: '',
  groupName: '',
}

/** null: a new one. */
export const draftOf = (criterion: ShownCriterion | null): CriterionDraft => {
  if (criterion === null) return fresh
  if (criterion.module === 'dyngroup')
    return { ...fresh, module: 'dyngroup', groupId: criterion.groupId, groupName: criterion.groupName ?? '' }
  const { field, comparison, value, second } = criterion
  const size = isSize(field) ? typedSize(value) : { typed: value, unit: fresh.unit }
  return { ...fresh, field, comparison, value: size.typed, unit: size.unit, second: second ?? '' }
}

/** What is typed, as it would be sent; the contract says whether it may be. */
export const criterionOf = ({ module, field, comparison, value, unit, second, groupId, groupName }: CriterionDraft): ShownCriterion =>
  module === 'dyngroup'
    ? { module, field: 'groupname', groupId, groupName }
    : {
        module,
        field,
        comparison: typeOf(field) === 'number' ? comparison : 'equals',
        value: isSize(field) ? bytesOf(value, unit) : value,
        second: typeOf(field) === 'pair' && second.trim() !== '' ? second : null,
      }
