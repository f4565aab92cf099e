/** On which machines: chosen in the list, named, or all that the list shows for a filter. */
import type { Chosen } from '../machines/chosen.ts'
import { type ListFilter, queryOf } from '../machines/list-filter.ts'

export const targetKinds = ['chosen', 'names', 'filter'] as const
export type TargetKind = (typeof targetKinds)[number]
export type Targets = {
  readonly kind: TargetKind
  readonly machines: readonly Chosen[]
  /** As pasted: names separated by line breaks, commas, semicolons or tabs. */
  readonly names: string
  readonly filter: ListFilter
}

/** Every name once, in the order in which they stand; a spreadsheet's column comes with blanks and quotes. */
export const namesIn = (text: string): readonly string[] => {
  const names = text.split(/[\r\n,;\t]+/).map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
  const seen = new Set<string>()
  return names.filter((name) => {
    const key = name.toLowerCase()
    if (name === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** What is sent of it. */
export const targetOf = ({ kind, machines, names, filter }: Targets) => {
  switch (kind) {
    case 'chosen':
      return { machineIds: machines.map(({ id }) => id) }
    case 'names':
      return { machineNames: [...namesIn(names)] }
    case 'filter':
      return { machineFilter: queryOf(filter) }
  }
}

/** Where the faults of each kind of target land. */
export const targetField = { chosen: 'machineIds', names: 'machineNames', filter: 'machineFilter' } as const satisfies Record<
  TargetKind,
  string
>
