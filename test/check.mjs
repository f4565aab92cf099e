// `npm run check`: types, format, lint, dead code, infrastructure. Each step prints its name; the first that fails ends it.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = new URL('..', import.meta.url).pathname
const environment = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
}
const steps = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'format and lint', command: ['biome', 'ci', '.'] },
  { name: 'promises and switches', command: ['oxlint', '--type-aware'] },
  { name: 'dead code', command: ['knip'] },
  {
    name: 'infrastructure (cdk synth)',
    command: ['cdk', 'synth', '--quiet', '--strict', '--no-lookups', '-c', 'console=skip', '-o', '.build/cdk.out'],
  },
  { name: 'infrastructure (cdk-nag)', command: ['node', 'infra/nag.ts'] },
  {
    name: 'API description',
    command: ['redocly', 'lint', '.build/openapi.json'],
    before: ['node', 'functions/api/print-openapi.ts', '.build/openapi.json'],
  },
]

for (const { name, command, before } of steps) {
  const began = Date.now()
  for (const [program, ...args] of before ? [before, command] : [command]) {
    const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: environment })
    if (status !== 0) {
      console.error(`check failed: ${name}`)
      process.exit(status ?? 1)
    }
  }
  console.log(`✓ ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
}
