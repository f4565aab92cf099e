import { describe, expect, it } from 'vitest'
import { ExecutionQuery } from '#shared/contracts/deployments.ts'
import { reportOf } from '#shared/domain/deployment/standing.ts'
import en from '../../messages/en.json' with { type: 'json' }
import { addressOfFigure, type FigureRow, rowsOf } from './figures.ts'

const mutable = (figures: ReturnType<typeof reportOf>): Parameters<typeof rowsOf>[0] => JSON.parse(JSON.stringify(figures))
const flat = (rows: readonly FigureRow[]): FigureRow[] => rows.flatMap((row) => [row, ...flat(row.rows)])
const figures = mutable(reportOf({ done: 3, 'deletion.deletion.fresh': 2, 'failed.unreachable': 1 }, 6))

describe('F7 the rows of the report', () => {
  it('leave out parts without machines, never the five heads', () => {
    expect(rowsOf(figures, false).map(({ path }) => path)).toEqual(['succeeded', 'stopped', 'paused', 'in-progress', 'failed'])
    expect(flat(rowsOf(figures, false)).map(({ path }) => path)).toEqual([
      'succeeded',
      'stopped',
      'paused',
      'in-progress',
      'in-progress/running-deletion',
      'failed',
      'failed/unreachable',
    ])
  })
  it('all have a word', () => {
    for (const { id } of flat(rowsOf(figures, true))) expect(Object.keys(en.figures)).toContain(id)
  })
  it('all lead to a list that the API understands', () => {
    for (const row of flat(rowsOf(figures, true)))
      expect(ExecutionQuery.safeParse({ standing: addressOfFigure(row).standing }).success, row.path).toBe(true)
  })
})
