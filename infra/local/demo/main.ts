/** The demo fleet as a process: says in one line of JSON where the machines are; ends when its standard input does. */
import { resolve } from 'node:path'
import * as z from 'zod'
import { startFleet } from './fleet.ts'

const environment = z
  .object({ PULSE_DEMO_DIR: z.string('PULSE_DEMO_DIR must name the folder of the demo fleet').min(1) })
  .safeParse(process.env)
if (!environment.success) {
  console.error(z.prettifyError(environment.error))
  process.exit(1)
}

// What runs on the machines goes on, as it would on real ones.
const leave = () => process.exit(0)
process.on('SIGTERM', leave)
process.on('SIGINT', leave)
process.stdin.once('end', leave).once('close', leave).once('error', leave).resume()

console.log(JSON.stringify(await startFleet(resolve(environment.data.PULSE_DEMO_DIR))))
