/** `seeded.json`: what the demo has put into this installation, so that what a person deleted stays deleted. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { writeWhole } from './fleet-file.ts'

const Seeded = z.object({
  machines: z.record(z.string(), z.object({ id: z.string(), port: z.int() })),
  packages: z.record(z.string(), z.object({ id: z.string(), ready: z.boolean() })),
})
type Seeded = z.infer<typeof Seeded>

export type Memory = {
  readonly known: Seeded
  readonly rememberMachine: (name: string, machine: Seeded['machines'][string]) => void
  readonly rememberPackage: (name: string, pack: Seeded['packages'][string]) => void
}

export const openMemory = (directory: string): Memory => {
  const file = join(directory, 'seeded.json')
  const known = existsSync(file) ? Seeded.parse(JSON.parse(readFileSync(file, 'utf8'))) : { machines: {}, packages: {} }
  const save = () => writeWhole(file, `${JSON.stringify(known, null, 2)}\n`)
  return {
    known,
    rememberMachine: (name, machine) => {
      known.machines[name] = machine
      save()
    },
    rememberPackage: (name, pack) => {
      known.packages[name] = pack
      save()
    },
  }
}
