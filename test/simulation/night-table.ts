/** What happened, night by night: from noon to noon, UTC. */
import type { Written } from './execution-memory.ts'

const columns = ['started', 'done', 'failed', 'tried again', 'put off', 'taken over', 'stopped', 'out of time'] as const
type Column = (typeof columns)[number]
const day = 86_400_000

const columnOf = ({ change, after }: Written): Column | null => {
  switch (change?.event) {
    case 'claim':
      return 'started'
    case 'success':
      return 'done'
    case 'last-failure':
    case 'loss':
      return 'failed'
    case 'failure':
      return 'tried again'
    case 'put-off-begun':
      return after.state === 'rescheduled' ? 'put off' : null
    case 'lease-expiry':
      return 'taken over'
    case 'stop':
      return 'stopped'
    case 'time-runs-out':
      return 'out of time'
    default:
      return null
  }
}

export const nightTable = (start: number) => {
  const nights: Record<Column, number>[] = []
  const none = (): Record<Column, number> => ({
    started: 0,
    done: 0,
    failed: 0,
    'tried again': 0,
    'put off': 0,
    'taken over': 0,
    stopped: 0,
    'out of time': 0,
  })
  const row = (name: string, cells: readonly string[]): string => name.padEnd(12) + cells.map((cell) => cell.padStart(13)).join('')
  return {
    count: (written: Written, now: number): void => {
      const column = columnOf(written)
      if (column === null) return
      const night = Math.floor((now - start) / day)
      while (nights.length <= night) nights.push(none())
      const counts = nights[night]
      if (counts) counts[column] += 1
    },
    text: (): string => {
      const all = none()
      for (const counts of nights) for (const column of columns) all[column] += counts[column]
      const named: [string, Record<Column, number>][] = nights.map((counts, at) => [
        new Date(start + at * day).toISOString().slice(0, 10),
        counts,
      ])
      return [
        row('night of', columns),
        ...[...named, ['all', all] as const].map(([name, counts]) =>
          row(
            name,
            columns.map((column) => counts[column].toLocaleString('en')),
          ),
        ),
      ].join('\n')
    },
  }
}
