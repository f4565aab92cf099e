/** The README's deployment with curl, run as it is written. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LabMachine } from '../lab/sshd.ts'
import { labMachines } from './lab-machines.ts'
import { siteKey } from './product.ts'
import { runningProduct } from './running.ts'

const root = new URL('../..', import.meta.url).pathname
const run = promisify(execFile)

const lab = labMachines()
const product = runningProduct('--no-demo')
let machine: LabMachine
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-readme-'))
  machine = await lab.start('my-machine')
  await machine.authorize(await siteKey(product))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('L3 the shell lines of the README create a machine, a package and a deployment, and show its log', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [, lines] = /<!-- curl -->\s*```sh\n([\s\S]*?)```/.exec(readme) ?? []
  expect(lines, 'the README marks its lines with <!-- curl -->').toBeDefined()
  // The README speaks of the default address and folder, and of a machine of the reader's.
  const script = (lines ?? '')
    .replace(/^api=.*$/m, `api=${product.ready.api}`)
    .replace(/npm run -s token/g, `npm --prefix ${root} run -s token -- --data ${product.ready.data}`)
    .replace('192.0.2.10', machine.address)
    .replace('"port": 22', `"port": ${machine.port}`)
  const { stdout } = await run('sh', ['-euc', script], { cwd: folder, timeout: 120_000 })
  expect(stdout).toContain('"state":"done"')
  expect(stdout).toContain('hello from my-machine')
})
