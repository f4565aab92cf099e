/** Which answers a live message makes old. */
import type { Topic } from '#shared/contracts/live.ts'
import type { Route, RouteRequest } from '#shared/contracts/route.ts'

/** A query's key: the route's path, the id in it (or null), what was asked. */
export type ApiKey = readonly [path: string, id: string | null, query: unknown]

export const keyOf = <R extends Route>(route: R, request: RouteRequest<R>): ApiKey => {
  const { params, query }: { params?: { id?: string }; query?: unknown } = { ...(request as object) }
  return [route.path, params?.id ?? null, query ?? null]
}

const lists = {
  machines: ['/machines', '/machines/{id}'],
  // A bundle shows its packages' labels, and whether they are still there.
  packages: ['/packages', '/packages/{id}', '/bundles', '/bundles/{id}'],
  deployments: ['/deployments', '/deployments/{id}', '/machines/{id}/executions'],
  sites: ['/sites', '/sites/{id}'],
} as const satisfies Record<string, readonly string[]>

const ofOneDeployment = ['/deployments/{id}', '/deployments/{id}/executions', '/deployments/{id}/report']
const ofOneExecution = ['/executions/{id}', '/executions/{id}/log']

/** Whether the answer under this key may be old now that something under the topic has changed. */
export const isTouchedBy = (topic: Topic, [path, id]: ApiKey): boolean => {
  const [kind, subject] = topic.split(/:(.*)/s)
  if (kind === 'deployment') {
    if (path === '/executions/{id}') return id?.startsWith(`${subject}.`) ?? false
    return ofOneDeployment.includes(path) && id === subject
  }
  if (kind === 'execution') return ofOneExecution.includes(path) && id === subject
  return Object.entries(lists).some(([name, paths]) => name === kind && (paths as readonly string[]).includes(path))
}
