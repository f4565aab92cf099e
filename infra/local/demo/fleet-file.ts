/** `fleet.json`: which machine is at which port. Kept, so that machines are where they were after a restart. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export const FleetMachine = z.object({
  name: z.string(),
  address: z.string(),
  port: z.int().min(1).max(65535),
  user: z.string(),
  behaviour: z.enum(['fast', 'slow', 'unreachable', 'disk-full']),
})
export type FleetMachine = z.infer<typeof FleetMachine>

const Fleet = z.object({ machines: z.array(FleetMachine) })

const fileIn = (directory: string): string => join(directory, 'fleet.json')

/** None when the fleet has never run there. */
export const readFleet = (directory: string): FleetMachine[] =>
  existsSync(fileIn(directory)) ? Fleet.parse(JSON.parse(readFileSync(fileIn(directory), 'utf8'))).machines : []

/** Whole or not at all: a crash must not leave half a file. */
export const writeWhole = (file: string, content: string): void => {
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

export const writeFleet = (directory: string, machines: readonly FleetMachine[]): void =>
  writeWhole(fileIn(directory), `${JSON.stringify({ machines }, null, 2)}\n`)
