/** Builds the console into web/out. Needs no network; ends non-zero when any step fails. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const web = join(import.meta.dirname, '..')
const root = join(web, '..')
const steps = [[join(root, 'node_modules/next/dist/bin/next'), 'build', web], [join(web, 'scripts/finish-export.ts')]]

for (const step of steps) {
  const { status, error } = spawnSync(process.execPath, step, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}
