import { pairOf, termFields } from '#shared/domain/inventory/terms.ts'
import type { StoredCriterion } from '../../adapters/group-records.ts'
import type { Wanted } from '../search-terms.ts'

type InventoryCriterion = Extract<StoredCriterion, { module: 'inventory' }>

/** A text with one * at its end is a beginning: one query, and no look at all the values of the field. */
const texts = (pattern: string): Wanted => {
  const star = pattern.indexOf('*')
  if (star < 0) return { kind: 'equals', value: pattern }
  return star === pattern.length - 1 ? { kind: 'begins', text: pattern.slice(0, -1) } : { kind: 'matches', pattern }
}

/** What a criterion asks of the index. */
export const wantedBy = ({ field, comparison, value, second }: InventoryCriterion): Wanted => {
  if (comparison === 'at-least') return { kind: 'between', from: value, to: null }
  if (comparison === 'at-most') return { kind: 'between', from: null, to: value }
  switch (termFields[field]) {
    case 'number':
      if (value === '*') return { kind: 'between', from: null, to: null }
      return value.includes('*') ? { kind: 'matches', pattern: value } : { kind: 'equals', value }
    case 'pair':
      return texts(pairOf(value, second ?? '*'))
    case 'text':
      return texts(value)
  }
}
