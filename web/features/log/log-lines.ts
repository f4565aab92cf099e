/** The log of an execution as it is read on: lines kept, and where to ask for more. */
import type { LogLine } from '#shared/contracts/deployments.ts'
import { plainText } from './plain-text.ts'

export type LogSoFar = {
  readonly lines: readonly LogLine[]
  readonly cursor: string | null
  /** Lines dropped from the front, when there were more than the browser keeps. */
  readonly dropped: number
}

export const emptyLog: LogSoFar = { lines: [], cursor: null, dropped: 0 }

export type LogPage = { readonly items: readonly LogLine[]; readonly nextCursor: string | null; readonly complete: boolean }

/** Lines that the browser keeps. */
export const keptLines = 50_000
/** Pages read in one go; more come with the next refetch. */
const pagesAtOnce = 60

/** Reads from where one was to the end of what there is now. */
export const readOn = async (before: LogSoFar, readPage: (cursor: string | null) => Promise<LogPage>): Promise<LogSoFar> => {
  let { lines, cursor, dropped } = before
  for (let page = 0; page < pagesAtOnce; page += 1) {
    const answer = await readPage(cursor)
    if (answer.items.length > 0) lines = [...lines, ...answer.items]
    if (lines.length > keptLines) {
      dropped += lines.length - keptLines
      lines = lines.slice(-keptLines)
    }
    const stuck = answer.nextCursor === cursor
    cursor = answer.nextCursor ?? cursor
    if (answer.complete || stuck || answer.nextCursor === null) break
  }
  return lines === before.lines && cursor === before.cursor ? before : { lines, cursor, dropped }
}

/** How a line looks: commands blue, stdout green, stderr red, the rest grey; a bad end is red too. */
export type LineLook = 'command' | 'stdout' | 'stderr' | 'info' | 'good-exit' | 'bad-exit'

export const lookOf = ({ stream, text }: Pick<LogLine, 'stream' | 'text'>): LineLook => {
  switch (stream) {
    case 'command':
    case 'stdout':
    case 'stderr':
    case 'info':
      return stream
    case 'error':
      return 'stderr'
    case 'exit':
      return /(^|\D)0\s*$/.test(text) ? 'good-exit' : 'bad-exit'
  }
}

/** What stands before a line, so that colour is not all there is. */
export const markOf = { command: '$', stdout: 'out', stderr: 'err', info: '·', error: '!', exit: '→' } as const satisfies Record<
  LogLine['stream'],
  string
>

/** The log as a text file: one line each, instants in UTC, nothing that a terminal would obey. */
export const textOf = (log: LogSoFar): string =>
  log.lines
    .flatMap(({ at, attempt, phase, stream, text }) =>
      plainText(text)
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${at} ${attempt} ${phase ?? '-'} ${stream} ${line}`),
    )
    .join('\n')
    .concat('\n')
