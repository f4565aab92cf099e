'use client'
/** The API of the installation one is logged in to, for every component: calls, cached questions, live topics. */
import { keepPreviousData, type Query, QueryClient, QueryClientProvider, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Topic } from '#shared/contracts/live.ts'
import type { Route, RouteOutput, RouteRequest } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'
import { type Api, createApi } from './client.ts'
import { createLive, type Live, type LiveStatus } from './live.ts'
import { isPassing } from './problem.ts'
import { createRefresher } from './refresher.ts'
import { type ApiKey, isTouchedBy, keyOf } from './topics.ts'
import { webSocket } from './web-socket.ts'

type Access = { readonly api: Api; readonly live: Live; readonly client: QueryClient }
const AccessContext = createContext<Access | null>(null)

/** How often live pages ask while the WebSocket is down, and, in case a message was lost, while it is up. */
const refetchMs = { down: 5_000, up: 30_000 }

const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 3 && isPassing(error),
        retryDelay: (failure) => Math.min(8_000, 500 * 2 ** failure),
        staleTime: 2_000,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })

type Props = {
  readonly baseUrl: string
  readonly liveUrl: string
  readonly accessToken: () => Promise<string | null>
  readonly onRefused: () => void
  readonly children: ReactNode
}

export const ApiProvider = ({ baseUrl, liveUrl, accessToken, onRefused, children }: Props) => {
  // One installation and one session: none of these changes while the provider stands.
  const [access] = useState((): Access => {
    const client = makeClient()
    const api = createApi({ baseUrl, fetch: (input, init) => fetch(input, init), accessToken, onRefused })
    const touched = (topic: Topic) => ({ predicate: ({ queryKey }: Query) => isTouchedBy(topic, queryKey as unknown as ApiKey) })
    const refresh = createRefresher({
      isUnderWay: (topic) => client.isFetching(touched(topic)) > 0,
      ask: (topic) => client.invalidateQueries(touched(topic), { cancelRefetch: false }),
    })
    const live = createLive({
      address: liveUrl,
      ticket: async () => (await api.call(routes.createLiveTicket, {})).ticket,
      connect: webSocket,
      onChanged: (topic) => void refresh(topic),
    })
    return { api, live, client }
  })
  useEffect(() => () => access.live.close(), [access])
  return (
    <AccessContext value={access}>
      <QueryClientProvider client={access.client}>{children}</QueryClientProvider>
    </AccessContext>
  )
}

const useAccess = (): Access => {
  const access = useContext(AccessContext)
  if (!access) throw new Error('ApiProvider is missing')
  return access
}

export const useApi = (): Api => useAccess().api

export const useLiveStatus = (): LiveStatus => {
  const { live } = useAccess()
  return useSyncExternalStore(live.subscribe, live.status, () => 'idle' as const)
}

/** Watches topics while the component is on screen. */
export const useTopics = (topics: readonly Topic[]): void => {
  const { live } = useAccess()
  const text = topics.join(' ')
  useEffect(() => (text === '' ? undefined : live.watch(text.split(' '))), [live, text])
}

export type AskOptions = {
  readonly enabled?: boolean
  /** Kept fresh: watched over the WebSocket, and asked again every 5 s while that is down. */
  readonly topics?: readonly Topic[]
  /** Shows the page before while the next one comes. */
  readonly keepPrevious?: boolean
  readonly staleMs?: number
}

/** Asks a GET route; asks again by itself what may pass. */
export const useAsk = <R extends Route>(
  route: R,
  request: RouteRequest<R>,
  { enabled = true, topics = [], keepPrevious = false, staleMs }: AskOptions = {},
): UseQueryResult<RouteOutput<R>> => {
  const { api } = useAccess()
  const status = useLiveStatus()
  useTopics(enabled ? topics : [])
  return useQuery<RouteOutput<R>>({
    queryKey: keyOf(route, request),
    queryFn: ({ signal }) => api.call(route, request, { signal }),
    enabled,
    ...(topics.length > 0 ? { refetchInterval: status === 'open' ? refetchMs.up : refetchMs.down } : {}),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(staleMs === undefined ? {} : { staleTime: staleMs }),
  })
}
