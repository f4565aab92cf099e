import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'

const run = promisify(execFile)
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-bundle-'))
  await run(process.execPath, [join(import.meta.dirname, 'bundle.mjs'), folder])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const Failed = z.object({ code: z.number(), stdout: z.string() })
const start = (env: Record<string, string>, ...args: string[]) =>
  run(process.execPath, [join(folder, 'main.mjs'), ...args], { env }).then(
    () => ({ code: 0, stdout: '' }),
    (error: unknown) => Failed.parse(error),
  )

describe('K1 the edge launcher as one file, as the container has it', () => {
  it('starts, and names every variable that is wrong', async () => {
    const { code, stdout } = await start({ PULSE_URL: 'http://pulse.example.org', PULSE_SLOTS: 'many' })
    expect(code).toBe(1)
    expect(stdout).toContain('PULSE_URL must begin with https://')
    expect(stdout).toContain('PULSE_SLOTS')
  })

  it('says in one sentence that it is not enrolled', async () => {
    const { code, stdout } = await start({ PULSE_URL: 'https://pulse.example.org', PULSE_STATE_DIR: join(folder, 'state') })
    expect(code).toBe(1)
    expect(stdout).toContain('not enrolled: give it a token in PULSE_ENROLMENT_TOKEN')
  })

  it('is not healthy while it does not run', async () => {
    expect((await start({ PULSE_URL: 'https://pulse.example.org', PULSE_STATE_DIR: folder }, 'health')).code).toBe(1)
  })
})
