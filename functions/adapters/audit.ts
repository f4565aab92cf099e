import { AuditLine } from '#shared/contracts/audit.ts'
import type { Table } from './table.ts'

type Filter = {
  readonly personId?: string | undefined
  readonly object?: string | undefined
  readonly action?: string | undefined
  readonly outcome?: string | undefined
}

/** How many months one request walks through; the cursor lets the caller go on. */
const monthsAtOnce = 13
const monthOf = (instant: string): string => instant.slice(0, 7)
const monthBefore = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 2, 1)).toISOString().slice(0, 7)

/**
 * The audit log: a table of its own, to which the product may add and from which it may read, and nothing else: its
 * role can neither change nor delete a line. One partition a month; a person's and an object's lines by index.
 */
export const auditStore = (table: Table) => ({
  add: async (line: AuditLine): Promise<void> => {
    await table.create({
      pk: `MONTH#${monthOf(line.at)}`,
      sk: `${line.at}#${line.id}`,
      gsi1pk: `PERSON#${line.person.id}`,
      gsi1sk: `${line.at}#${line.id}`,
      ...(line.object ? { gsi2pk: `OBJECT#${line.object.id}`, gsi2sk: `${line.at}#${line.id}` } : {}),
      line,
    })
  },
  /** Latest first. `from` included, `to` not. */
  list: async (query: Filter & { from: string; to: string; limit: number; cursor?: string | undefined }) => {
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
    const within = { latestFirst: true, from: query.from, upTo: query.to, ...filter } as const
    const lines = (items: readonly Record<string, unknown>[]) => items.map((item) => AuditLine.parse(item.line))
    if (query.object || query.personId) {
      const place = query.object
        ? ({ index: 'gsi2', pk: `OBJECT#${query.object}` } as const)
        : ({ index: 'gsi1', pk: `PERSON#${query.personId}` } as const)
      const page = await table.page({ ...place, ...within }, query.limit, query.cursor)
      return { items: lines(page.items), nextCursor: page.nextCursor }
    }
    const items: AuditLine[] = []
    const [, at = monthOf(query.to), inner = ''] = /^(\d{4}-\d\d)\.([\w-]*)$/.exec(query.cursor ?? '') ?? []
    let month = at
    let within1: string | undefined = inner === '' ? undefined : inner
    for (let months = 0; month >= monthOf(query.from); months++) {
      if (months === monthsAtOnce) return { items, nextCursor: `${month}.` }
      const page = await table.page({ pk: `MONTH#${month}`, consistent: true, ...within }, query.limit - items.length, within1)
      items.push(...lines(page.items))
      if (page.nextCursor !== null) return { items, nextCursor: `${month}.${page.nextCursor}` }
      within1 = undefined
      month = monthBefore(month)
      if (items.length === query.limit) return { items, nextCursor: month >= monthOf(query.from) ? `${month}.` : null }
    }
    return { items, nextCursor: null }
  },
})
export type AuditStore = ReturnType<typeof auditStore>
