/** Where the index of terms is kept: who writes, what is indexed of each machine, sets of machines, and the dictionary. */
import { chunkMembers } from './chunk-members.ts'
import { chunkWriters } from './chunk-writers.ts'
import { indexedTermsStore } from './indexed-terms.ts'
import type { Table } from './table.ts'
import { termBitmaps } from './term-bitmaps.ts'
import { termValues } from './term-values.ts'

export const indexStores = (table: Table) => ({
  writers: chunkWriters(table),
  indexed: indexedTermsStore(table),
  bitmaps: termBitmaps(table),
  members: chunkMembers(table),
  values: termValues(table),
})
