'use client'
import { useState } from 'react'
import { type CursorPages, firstPage, goTo, withNext } from './cursor-pages.ts'

export type Paging = {
  /** To send; undefined for the first page. */
  readonly cursor: string | undefined
  readonly pages: CursorPages
  readonly go: (index: number) => void
  readonly learn: (nextCursor: string | null) => void
}

/** The place in a list with cursors. `list` names the list with its filter. */
export const useCursorPages = (list: string): Paging => {
  const [stored, setStored] = useState(() => firstPage(list))
  const pages = stored.list === list ? stored : firstPage(list)
  return {
    cursor: pages.cursors[pages.index] ?? undefined,
    pages,
    go: (index) => setStored(goTo(pages, index)),
    learn: (nextCursor) => {
      const next = withNext(pages, nextCursor)
      if (next !== stored) setStored(next)
    },
  }
}
