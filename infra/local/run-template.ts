/**
 * `node infra/local/run-template.ts --template FILE --root DIR --data DIR [--port N] [--record-permissions FILE]`: runs
 * any template without console, edge launcher or demo, and says in one line of JSON where it answers. For tests of the
 * runner itself.
 */
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startCloud } from './cloud.ts'
import { mintAccessToken } from './identity/mint.ts'
import { openInstallation } from './installation.ts'
import { lockHolder, tryLock } from './lock.ts'
import { readTemplate } from './template/template.ts'

const { values } = parseArgs({
  options: {
    template: { type: 'string', default: '' },
    root: { type: 'string', default: process.cwd() },
    data: { type: 'string', default: '' },
    port: { type: 'string', default: '0' },
    'record-permissions': { type: 'string' },
  },
})
const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
const { data } = values
mkdirSync(data, { recursive: true })
if (!tryLock(`${data}/lock`)) {
  say(`The data folder ${data} is in use by the process ${lockHolder(`${data}/lock`)}.`)
  process.exit(1)
}
const installation = openInstallation(data)
const cloud = await startCloud({
  template: readTemplate(values.template),
  root: values.root,
  data,
  host: '127.0.0.1',
  port: Number(values.port),
  installation,
  otherDynamoDb: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
  recordPermissions: values['record-permissions'] ?? null,
  say,
  onFatal: (sentence) => {
    say(sentence)
    process.exit(1)
  },
})
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => void cloud.close().then(() => process.exit(0)))

const { front, identity, aws } = cloud
const token = identity ? await mintAccessToken({ ...identity, lifetimeSeconds: 3600 }) : null
process.stdout.write(`${JSON.stringify({ origin: front.origin, aws, token, identity })}\n`)
