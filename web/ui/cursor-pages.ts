/** Pages behind opaque cursors: those seen can be gone back to, the next one is known from the last answer. */
export type CursorPages = {
  /** Changes when the list's filter does; then one is on page 1 again. */
  readonly list: string
  /** Cursor of each page known; the first page's is null. */
  readonly cursors: readonly (string | null)[]
  /** From 0. */
  readonly index: number
}

export const firstPage = (list: string): CursorPages => ({ list, cursors: [null], index: 0 })

/** Notes where the page after the current one begins. The answer is the truth: what was known beyond it is forgotten. */
export const withNext = (pages: CursorPages, nextCursor: string | null): CursorPages => {
  const known = pages.cursors.slice(0, pages.index + 1)
  const next = pages.cursors[pages.index + 1]
  if (nextCursor === (next ?? null)) return pages
  return { ...pages, cursors: nextCursor === null ? known : [...known, nextCursor] }
}

export const goTo = (pages: CursorPages, index: number): CursorPages =>
  index >= 0 && index < pages.cursors.length ? { ...pages, index } : pages
