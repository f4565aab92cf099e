'use client'
/** Lists behind cursors: the whole of one that is small enough to choose from, or as much of a long one as somebody looks at. */
import { type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Api } from './client.ts'
import { useApi } from './provider.tsx'

type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null }
/** `cursor` is empty for the first page. */
type AskPage<T> = (api: Api, cursor: { readonly cursor?: string }, signal: AbortSignal) => Promise<Page<T>>

const cursorOf = (text: string): { readonly cursor?: string } => (text === '' ? {} : { cursor: text })

export const readAll = async <T>(api: Api, ask: AskPage<T>, signal: AbortSignal): Promise<readonly T[]> => {
  const all: T[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<T> = await ask(api, cursorOf(cursor), signal)
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}

/** All of a list. `key`: as of a question (topics.ts), without the cursor. */
export const useWhole = <T>(key: readonly unknown[], ask: AskPage<T>): UseQueryResult<readonly T[]> => {
  const api = useApi()
  return useQuery({ queryKey: [...key, 'whole'], queryFn: ({ signal }) => readAll(api, ask, signal) })
}

export type Offered<T> = {
  readonly items: readonly T[]
  /** As a chooser says it: `pending`, there is more; `finished`, this is all. */
  readonly status: 'pending' | 'loading' | 'finished' | 'error'
  /** The next page, or what has failed once more. */
  readonly more: () => void
}

/** A list that a chooser shows page by page as far as it is scrolled. `key`: as above. */
export const useOffered = <T>(key: readonly unknown[], ask: AskPage<T>, enabled = true): Offered<T> => {
  const api = useApi()
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...key, 'offered'],
    queryFn: async ({ pageParam, signal }): Promise<Page<T>> => {
      let page = await ask(api, cursorOf(pageParam), signal)
      // The service looks through so much of a long list at a time, and may have found nothing yet.
      while (page.items.length === 0 && page.nextCursor !== null) page = await ask(api, cursorOf(page.nextCursor), signal)
      return page
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled,
    placeholderData: (before) => before,
  })
  return {
    items: data?.pages.flatMap(({ items }) => items) ?? [],
    status: isFetching ? 'loading' : error ? 'error' : hasNextPage ? 'pending' : 'finished',
    more: () => void (error && !hasNextPage ? refetch() : hasNextPage ? fetchNextPage() : undefined),
  }
}
