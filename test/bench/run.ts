/** `npm run bench -- NAME`: measures, prints a table and one JSON line a figure. */

import { print } from './figures.ts'
import { groups } from './groups.ts'
import { inventory } from './inventory.ts'

const benches = { inventory, groups } as const

const [name = '', size] = process.argv.slice(2)
const bench = Object.entries(benches).find(([known]) => known === name)?.[1]
if (!bench || (size !== undefined && !/^\d{1,7}$/.test(size))) {
  console.error(`npm run bench -- NAME [MACHINES]: NAME is one of ${Object.keys(benches).join(', ')}, MACHINES a whole number`)
  process.exit(2)
}
print(name, await bench(size === undefined ? undefined : Number(size)))
