import { describe, expect, it } from 'vitest'
import type { LogLine } from '#shared/contracts/deployments.ts'
import { emptyLog, keptLines, type LogPage, lookOf, readOn, textOf } from './log-lines.ts'

const line = (text: string, stream: LogLine['stream'] = 'stdout'): LogLine => ({
  at: '2026-11-24T02:00:00.000Z',
  attempt: 1,
  phase: 'execution',
  stream,
  text,
})

describe('how a line looks', () => {
  it.each([
    ['command', './install.sh', 'command'],
    ['stdout', 'ok', 'stdout'],
    ['stderr', 'oops', 'stderr'],
    ['info', 'connected', 'info'],
    ['error', 'lost', 'stderr'],
    ['exit', 'exit code 0', 'good-exit'],
    ['exit', '0', 'good-exit'],
    ['exit', 'exit code 10', 'bad-exit'],
    ['exit', 'ended by signal 9', 'bad-exit'],
  ] as const)('%s "%s" is %s', (stream, text, look) => {
    expect(lookOf({ stream, text })).toBe(look)
  })
})

describe('reading a log on', () => {
  const pages = (...list: LogPage[]) => {
    const asked: (string | null)[] = []
    return {
      asked,
      read: async (cursor: string | null) => {
        asked.push(cursor)
        return list.shift() ?? { items: [], nextCursor: cursor, complete: true }
      },
    }
  }

  it('asks page after page until there is no more now', async () => {
    const { asked, read } = pages(
      { items: [line('a')], nextCursor: 'c1', complete: false },
      { items: [line('b')], nextCursor: 'c2', complete: true },
    )
    const log = await readOn(emptyLog, read)
    expect(log.lines.map(({ text }) => text)).toEqual(['a', 'b'])
    expect(log.cursor).toBe('c2')
    expect(asked).toEqual([null, 'c1'])
  })

  it('asks later only for what came since, and keeps the lines it has as they are', async () => {
    const first = await readOn(emptyLog, pages({ items: [line('a')], nextCursor: 'c1', complete: true }).read)
    const { asked, read } = pages({ items: [line('b')], nextCursor: 'c2', complete: true })
    const second = await readOn(first, read)
    expect(asked).toEqual(['c1'])
    expect(second.lines[0]).toBe(first.lines[0])
    expect(second.lines).toHaveLength(2)
  })

  it('changes nothing when nothing came', async () => {
    const first = await readOn(emptyLog, pages({ items: [line('a')], nextCursor: 'c1', complete: true }).read)
    expect(await readOn(first, pages().read)).toBe(first)
  })

  it('keeps the latest lines of an endless log, and says how many it dropped', async () => {
    const items = Array.from({ length: 5000 }, (_, i) => line(String(i)))
    let cursor = 0
    const log = await readOn(emptyLog, async () => ({ items, nextCursor: String(++cursor), complete: cursor === 12 }))
    expect(log.lines).toHaveLength(keptLines)
    expect(log.dropped).toBe(10_000)
  })

  it('writes a text file without anything that a terminal would obey', () => {
    const log = { lines: [line('\x1b[31mred\x1b[0m\nsecond\n', 'stderr')], cursor: null, dropped: 0 }
    expect(textOf(log)).toBe('2026-11-24T02:00:00.000Z 1 execution stderr red\n2026-11-24T02:00:00.000Z 1 execution stderr second\n')
  })
})
