/** API Gateway's choice of a route: the most specific one, literal segments before parameters before `{proxy+}`. Pure. */

export type Matched<R> = { readonly route: R; readonly parameters: Readonly<Record<string, string>> }
type Segment = { readonly kind: 'literal' | 'parameter' | 'greedy'; readonly text: string }
type Entry<R> = { readonly route: R; readonly method: string; readonly segments: readonly Segment[] }

const segmentsOf = (path: string): Segment[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => {
      const parameter = /^\{([^}+]+)(\+?)\}$/.exec(part)
      if (!parameter) return { kind: 'literal', text: part }
      return { kind: parameter[2] ? 'greedy' : 'parameter', text: parameter[1] ?? '' }
    })

const ranks = { literal: 0, parameter: 1, greedy: 2 }
const specificity = (entry: Entry<unknown>): string =>
  `${entry.segments.map(({ kind }) => ranks[kind]).join('')}${entry.method === 'ANY' ? 1 : 0}`

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const fits = (segments: readonly Segment[], parts: readonly string[]): Record<string, string> | null => {
  const parameters: Record<string, string> = {}
  for (const [place, { kind, text }] of segments.entries()) {
    const part = parts[place]
    if (part === undefined) return null
    if (kind === 'greedy') {
      parameters[text] = parts.slice(place).map(decoded).join('/')
      return part === '' ? null : parameters
    }
    if (kind === 'literal' ? decoded(part) !== text : part === '') return null
    if (kind === 'parameter') parameters[text] = decoded(part)
  }
  return parts.length === segments.length ? parameters : null
}

/** `path` begins with a slash and has no stage. `$default` catches what nothing else does. */
export const routeTable = <R extends { readonly key: string }>(
  routes: readonly R[],
): ((method: string, path: string) => Matched<R> | null) => {
  const fallback = routes.find(({ key }) => key === '$default')
  const entries = routes
    .filter(({ key }) => key !== '$default')
    .map((route): Entry<R> => {
      const [method = '', path = ''] = route.key.split(' ')
      return { route, method, segments: segmentsOf(path) }
    })
    .sort((a, b) => (specificity(a) < specificity(b) ? -1 : 1))
  return (method, path) => {
    const parts = path.split('/').slice(1)
    for (const { route, method: wanted, segments } of entries) {
      if (wanted !== 'ANY' && wanted !== method) continue
      const parameters = fits(segments, parts)
      if (parameters) return { route, parameters }
    }
    return fallback ? { route: fallback, parameters: {} } : null
  }
}
