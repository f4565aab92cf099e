/** `npm run bench -- NAME`: measures one thing, and prints a table and one JSON line for each figure. */
import type { Figure } from './figure.ts'

const benches: Readonly<Record<string, () => Promise<{ readonly bench: () => Promise<readonly Figure[]> }>>> = {
  launch: () => import('./launch.ts'),
}

const [name = ''] = process.argv.slice(2)
const load = benches[name]
if (!load) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
const figures = await (await load()).bench()
console.table(figures.map(({ what, value, unit, goal }) => ({ what, value: `${value} ${unit}`, goal: goal ?? '' })))
for (const figure of figures) console.log(JSON.stringify({ bench: name, ...figure }))
