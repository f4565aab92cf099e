/**
 * The table of executions in memory, under the conditions of functions/adapters/executions.ts: the state before, the lease,
 * the number of the report. Its indexes lag behind by a moment, as DynamoDB's do: a reader of one may see what was before.
 */
import { heldStates, statesBefore } from '#shared/domain/deployment/states.ts'
import type { Change, ExecutionStore, Move } from '../../functions/adapters/executions.ts'
import { type ExecutionRecord, standingKey, turnOf } from '../../functions/adapters/records.ts'
import type { Chance } from './chance.ts'
import { soonestFirst } from './soonest-first.ts'

type Turn = ReturnType<typeof turnOf>
type Row = { record: ExecutionRecord; turn: Turn; standing: string; version: number; previous: ExecutionRecord; writtenAt: number }

export type Written = {
  readonly before: ExecutionRecord | null
  readonly after: ExecutionRecord
  readonly awaits: string | null
  /** null: a renewal, or what a person asked, or its creation. */
  readonly change: Change | null
}

/** How long an index may lag behind. Milliseconds. */
const indexLagMs = 800

export const executionMemory = (now: () => number, chance: Chance, isRough: boolean, onWritten: (written: Written) => void) => {
  const rows = new Map<string, Row>()
  const machines = new Map<string, string[]>()
  const lines = new Map<string, Set<string>>()
  const standings = new Map<string, Set<string>>()
  const due = soonestFirst<{ id: string; version: number }>()

  const dueAt = (turn: Turn): string | null => (turn?.gsi1pk.startsWith('DUE#') ? turn.gsi1sk : null)
  const setOf = (sets: Map<string, Set<string>>, key: string): Set<string> => {
    const known = sets.get(key) ?? new Set<string>()
    sets.set(key, known)
    return known
  }
  const standingIn = (record: ExecutionRecord): string => standingKey(record).gsi3sk.split('#')[0] ?? ''

  const index = (row: Row, turn: Turn, standing: string): void => {
    const { id } = row.record
    if (row.standing !== standing) {
      standings.get(row.standing)?.delete(id)
      setOf(standings, standing).add(id)
      row.standing = standing
    }
    if (row.turn && dueAt(row.turn) === null) lines.get(row.turn.gsi1pk)?.delete(id)
    row.turn = turn
    row.version += 1
    const awaits = dueAt(turn)
    if (awaits !== null) due.add(Date.parse(awaits), { id, version: row.version })
    else if (turn) setOf(lines, turn.gsi1pk).add(id)
  }

  const write = (row: Row, set: Partial<ExecutionRecord>, turn: Turn, standing: string, change: Change | null): void => {
    const before = row.record
    row.previous = before
    row.record = { ...before, ...set }
    row.writtenAt = now()
    index(row, turn, standing)
    onWritten({ before, after: row.record, awaits: dueAt(turn), change })
  }

  /** As an index shows it. */
  const shown = (id: string): ExecutionRecord[] => {
    const row = rows.get(id)
    if (!row) return []
    return [isRough && now() - row.writtenAt < indexLagMs && chance.happens(0.3) ? row.previous : row.record]
  }
  const some = (ids: Iterable<string>, limit: number): ExecutionRecord[] => {
    const found: ExecutionRecord[] = []
    for (const id of ids) {
      if (found.length >= limit) break
      found.push(...shown(id))
    }
    return found
  }
  /** One page. What was moved has left the line: a cursor would lead past others. */
  const page = (ids: Iterable<string>, limit: number) => ({ items: some(ids, limit), nextCursor: null })
  const isCurrent = ({ id, version }: { id: string; version: number }): boolean => rows.get(id)?.version === version
  const firstDue = () => {
    for (let first = due.first(); first !== null; first = due.first()) {
      if (isCurrent(first.what)) return first
      due.take()
    }
    return null
  }

  const create = (record: ExecutionRecord): void => {
    if (rows.has(record.id)) return
    const row: Row = { record, turn: null, standing: '', version: 0, previous: record, writtenAt: now() }
    rows.set(record.id, row)
    const mates = machines.get(record.machineId)
    if (mates) mates.push(record.id)
    else machines.set(record.machineId, [record.id])
    const turn = turnOf(record)
    index(row, turn, standingIn(record))
    onWritten({ before: null, after: record, awaits: dueAt(turn), change: null })
  }
  const move = async (before: ExecutionRecord, change: Change): Promise<ExecutionRecord | null> => {
    const row = rows.get(before.id)
    if (!row) return null
    const { record } = row
    if (!statesBefore(change.event).includes(record.state) || record.lease !== change.lease) return null
    if (change.seq !== undefined && record.seq >= change.seq) return null
    if (change.leaseEndedBy !== undefined && !(record.leaseUntil !== null && record.leaseUntil <= change.leaseEndedBy)) return null
    const changed = { ...change.set, state: change.to, ...(change.seq === undefined ? {} : { seq: change.seq }) }
    // The index is written from what was read, as the adapter does.
    const after: ExecutionRecord = { ...before, ...changed }
    write(row, changed, turnOf(after), standingIn(after), change)
    return after
  }

  const store = {
    createAll: async (records: readonly ExecutionRecord[]): Promise<void> => {
      for (const record of records) create(record)
    },
    get: async (id: string) => rows.get(id)?.record ?? null,
    getMany: async (ids: readonly string[]) =>
      new Map(
        ids.flatMap((id): [string, ExecutionRecord][] => {
          const record = rows.get(id)?.record
          return record ? [[id, record]] : []
        }),
      ),
    siblings: async (id: string) =>
      (machines.get(rows.get(id)?.record.machineId ?? '') ?? []).flatMap((mate) => rows.get(mate)?.record ?? []),
    withStanding: async (_: string, starts: readonly string[], query: { limit: number; cursor?: string | undefined }) => {
      // By standing, then by identifier; the cursor is the last key that was given.
      const keys = [...standings]
        .filter(([standing]) => starts.some((start) => standing.startsWith(start)))
        .flatMap(([standing, ids]) => [...ids].map((id) => ({ id, key: `${standing}#${id}` })))
        .filter(({ key }) => query.cursor === undefined || key > query.cursor)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
      const page = keys.slice(0, query.limit)
      const items = some(
        page.map(({ id }) => id),
        query.limit,
      )
      return { items, nextCursor: page.length < keys.length ? (page.at(-1)?.key ?? null) : null }
    },
    due: async (_: string, upTo: string, { limit }: { limit: number }) => {
      const taken: { id: string; version: number }[] = []
      for (let first = firstDue(); first !== null && first.at <= Date.parse(upTo) && taken.length < limit; first = firstDue()) {
        due.take()
        taken.push(first.what)
      }
      for (const one of taken) due.add(Date.parse(rows.get(one.id)?.turn?.gsi1sk ?? upTo), one)
      return page(
        taken.map(({ id }) => id),
        limit,
      )
    },
    nextDue: async (_: string) => {
      const first = firstDue()
      return first === null ? null : new Date(first.at).toISOString()
    },
    ready: async (siteId: string, deploymentId: string, { limit }: { limit: number }) =>
      page(lines.get(`READY#${siteId}#${deploymentId}`) ?? [], limit),
    move,
    moveAll: async (moves: readonly Move[]): Promise<(ExecutionRecord | null)[]> => {
      const done: (ExecutionRecord | null)[] = []
      for (const { before, change } of moves) done.push(await move(before, change))
      return done
    },
    ask: async (id: string, lease: number, asked: ExecutionRecord['asked']): Promise<boolean> => {
      const row = rows.get(id)
      if (!row || row.record.lease !== lease || !isHeldNow(row.record)) return false
      write(row, { asked }, row.turn, row.standing, null)
      return true
    },
    renew: async (id: string, lease: number, edgeId: string, leaseUntil: string): Promise<boolean> => {
      const row = rows.get(id)
      if (!row || row.record.lease !== lease || row.record.edgeId !== edgeId || !isHeldNow(row.record)) return false
      write(row, { leaseUntil }, row.turn && { ...row.turn, gsi1sk: leaseUntil }, row.standing, null)
      return true
    },
    addLog: async () => {},
  } satisfies Partial<ExecutionStore>

  return {
    store,
    all: (): ExecutionRecord[] => [...rows.values()].map(({ record }) => record),
    one: (id: string): ExecutionRecord | null => rows.get(id)?.record ?? null,
    onMachine: (machineId: string): ExecutionRecord[] => (machines.get(machineId) ?? []).flatMap((id) => rows.get(id)?.record ?? []),
    isAnyReady: (siteId: string, deploymentId: string): boolean => (lines.get(`READY#${siteId}#${deploymentId}`)?.size ?? 0) > 0,
    size: () => rows.size,
  }
}
export type ExecutionMemory = ReturnType<typeof executionMemory>

const isHeldNow = ({ state }: ExecutionRecord): boolean => (heldStates as readonly string[]).includes(state)
