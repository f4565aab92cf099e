/** A function's output: everything to its log, and what it logged as an error also to the person at the terminal. */
import { openLog } from './log-file.ts'

const isError = (line: string): boolean => /"level":\s*"(ERROR|CRITICAL)"/.test(line)

/** Gives a writer of chunks, in which lines may be cut anywhere. */
export const functionOutput = (path: string, onError: (line: string) => void): ((chunk: string) => void) => {
  const write = openLog(path)
  let unfinished = ''
  return (chunk) => {
    write(chunk)
    const lines = (unfinished + chunk).split('\n')
    // A line without an end must not fill the memory.
    unfinished = (lines.pop() ?? '').slice(-100_000)
    for (const line of lines) if (isError(line)) onError(line)
  }
}
