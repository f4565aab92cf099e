/** `npm run bench -- NAME`: measures, prints a table and one JSON line a figure. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { print } from './figures.ts'
import { groups } from './groups.ts'
import { ingestion } from './ingestion.ts'
import { inventory, listsOfFleet } from './inventory.ts'
import { launch } from './launch.ts'

const benches = { inventory, ingestion, lists: listsOfFleet, groups, launch } as const
const usage = `npm run bench -- NAME [MACHINES] [--data DIR]
  NAME        one of ${Object.keys(benches).join(', ')}
  MACHINES    size of the fleet that is loaded for it (default 20000; of launch, 10000)
  --data DIR  data folder of a running npm start whose fleet is measured instead`

const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } })
const [name = '', size = name === 'launch' ? '10000' : '20000', ...others] = positionals
const bench = Object.entries(benches).find(([known]) => known === name)?.[1]
if (!bench || others.length > 0 || !/^[1-9]\d{0,6}$/.test(size)) {
  console.error(usage)
  process.exit(2)
}
const data = values.data === undefined ? null : resolve(process.env['INIT_CWD'] ?? process.cwd(), values.data)
print(name, await bench({ machines: Number(size), data }))
