import { AuditLine } from '#shared/contracts/audit.ts'
import type { Query, Table } from './table.ts'

type Filter = {
  readonly personId?: string | undefined
  readonly object?: string | undefined
  readonly action?: string | undefined
  readonly outcome?: string | undefined
}

type Lines = { readonly items: AuditLine[]; readonly nextCursor: string | null }

/** How many months one request walks through; the cursor lets the caller go on. */
const monthsAtOnce = 13
const monthOf = (instant: string): string => instant.slice(0, 7)
const monthBefore = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 2, 1)).toISOString().slice(0, 7)

const placeOf = (line: AuditLine) => ({ pk: `MONTH#${monthOf(line.at)}`, sk: `${line.at}#${line.id}` })
/** Sorts before every outcome of the same instant: whoever reads latest first has met the outcome, where there is one. */
const askedMark = '!'

const itemOf = (line: AuditLine, sk: string) => ({
  ...placeOf(line),
  sk,
  gsi1pk: `PERSON#${line.person.id}`,
  gsi1sk: sk,
  ...(line.object ? { gsi2pk: `OBJECT#${line.object.id}`, gsi2sk: sk } : {}),
  line,
})

/** Leaves out what was asked for and whose outcome has gone by. */
const withoutSettled = () => {
  const settled = new Set<string>()
  return ({ line }: Record<string, unknown>): boolean => {
    const { id, outcome } = AuditLine.pick({ id: true, outcome: true }).parse(line)
    if (outcome === 'unknown') return !settled.has(id)
    settled.add(id)
    return true
  }
}

/** Reads of one request; the cursor lets the caller go on. */
const maxRounds = 40

/**
 * The audit log: a table of its own, to which the product may add and from which it may read, and nothing else: its
 * role can neither change nor delete a line. One partition a month; a person's and an object's lines by index.
 * What changes something has two lines: that it was asked for, and its outcome. The first is shown while there is no other.
 */
export const auditStore = (table: Table) => {
  const begin = async (line: AuditLine): Promise<void> => {
    await table.create(itemOf(line, `${line.at}${askedMark}${line.id}`))
  }
  const add = async (line: AuditLine): Promise<void> => {
    await table.create(itemOf(line, placeOf(line).sk))
  }
  /** The outcome may be on the page before, or not in the index yet. */
  const unsettled = async (lines: readonly AuditLine[]): Promise<AuditLine[]> => {
    const asked = lines.filter(({ outcome }) => outcome === 'unknown')
    if (asked.length === 0) return [...lines]
    const told = new Set((await table.getMany(asked.map(placeOf))).map(({ sk }) => sk))
    return lines.filter((line) => line.outcome !== 'unknown' || !told.has(placeOf(line).sk))
  }
  /** Most of what is read when only what has no outcome is wanted falls away: a page may take many reads. */
  const read = async (query: Query, limit: number, cursor?: string): Promise<Lines> => {
    const items: AuditLine[] = []
    let from = cursor
    for (let rounds = 0; rounds < maxRounds; rounds++) {
      const page = await table.page({ ...query, keep: withoutSettled() }, limit - items.length, from)
      items.push(...(await unsettled(page.items.map(({ line }) => AuditLine.parse(line)))))
      if (page.nextCursor === null || items.length >= limit) return { items, nextCursor: page.nextCursor }
      from = page.nextCursor
    }
    return { items, nextCursor: from ?? null }
  }
  /** Latest first. `from` included, `to` not. */
  const list = async (query: Filter & { from: string; to: string; limit: number; cursor?: string | undefined }): Promise<Lines> => {
    const conditions = [
      query.action ? '#line.#action = :action' : '',
      query.outcome ? '#line.#outcome = :outcome' : '',
      query.personId && query.object ? '#line.#person.#id = :person' : '',
    ].filter((part) => part !== '')
    const names = {
      '#line': 'line',
      ...(query.action ? { '#action': 'action' } : {}),
      ...(query.outcome ? { '#outcome': 'outcome' } : {}),
      ...(query.personId && query.object ? { '#person': 'person', '#id': 'id' } : {}),
    }
    const values = {
      ':action': query.action,
      ':outcome': query.outcome,
      ':person': query.personId && query.object ? query.personId : undefined,
    }
    const filter = conditions.length > 0 ? { filter: { expression: conditions.join(' AND '), names, values } } : {}
    // Unfiltered, every second item may be dropped.
    const width = conditions.length > 0 ? undefined : Math.min(2 * query.limit, 1000)
    const within = { latestFirst: true, from: query.from, upTo: query.to, width, ...filter } as const
    if (query.object || query.personId) {
      const place = query.object
        ? ({ index: 'gsi2', pk: `OBJECT#${query.object}` } as const)
        : ({ index: 'gsi1', pk: `PERSON#${query.personId}` } as const)
      return read({ ...place, ...within }, query.limit, query.cursor)
    }
    const items: AuditLine[] = []
    const [, at = monthOf(query.to), inner = ''] = /^(\d{4}-\d\d)\.([\w-]*)$/.exec(query.cursor ?? '') ?? []
    let month = at
    let within1: string | undefined = inner === '' ? undefined : inner
    for (let months = 0; month >= monthOf(query.from); months++) {
      if (months === monthsAtOnce) return { items, nextCursor: `${month}.` }
      const page = await read({ pk: `MONTH#${month}`, consistent: true, ...within }, query.limit - items.length, within1)
      items.push(...page.items)
      if (page.nextCursor !== null) return { items, nextCursor: `${month}.${page.nextCursor}` }
      within1 = undefined
      month = monthBefore(month)
      if (items.length === query.limit) return { items, nextCursor: month >= monthOf(query.from) ? `${month}.` : null }
    }
    return { items, nextCursor: null }
  }
  return { begin, add, list }
}
export type AuditStore = ReturnType<typeof auditStore>
