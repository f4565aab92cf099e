/** `npm run -s rights`: which profile may call which route, as a table. test/journeys/rights.test.ts asks the running product the same. */
import { perimeters } from '#shared/contracts/perimeters.ts'
import { type Route, routeKey } from '#shared/contracts/route.ts'
import { type OperationId, routes } from '#shared/contracts/routes.ts'
import { type Profile, profiles, rightsOf } from '#shared/domain/rights.ts'

const names = Object.keys(profiles).filter((name): name is Profile => Object.hasOwn(profiles, name))

const cell = ({ access }: Route, profile: Profile): string => {
  switch (access.kind) {
    case 'public':
    case 'signed-in':
      return 'yes'
    case 'edge':
    case 'agent':
      return '-'
    case 'right':
      return rightsOf([profile]).has(access.right) ? 'yes' : '-'
  }
}
const needs = ({ access }: Route): string => (access.kind === 'right' ? access.right : `(${access.kind})`)

const entries: [string, Route][] = Object.entries<Route>(routes satisfies Record<OperationId, Route>)
const rows = [
  ['route', 'needs', 'perimeter', ...names],
  ...entries.map(([id, route]) => [
    routeKey(route),
    needs(route),
    perimeters[id as OperationId],
    ...names.map((profile) => cell(route, profile)),
  ]),
]
const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
for (const row of rows)
  console.log(
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
console.log(`\n${entries.length} routes, ${names.length} profiles. A yes reaches as far as the perimeter says; docs/rights.md.`)
