// `npm test`: installs what is missing, builds the console once, runs every test, and says how many ran.
// Plain JavaScript: this must run on the Node that the machine has, before anything is installed.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, nodeOfProject } from '../infra/local/install.mjs'

const root = new URL('..', import.meta.url).pathname

const onPath = (program) =>
  [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'].some((folder) => existsSync(join(folder, program)))

/** Debian packages that the tests drive: a real SSH server, a real browser. */
const needed = [
  { program: 'sshd', package: 'openssh-server' },
  { program: 'ssh', package: 'openssh-client' },
  { program: 'chromium', package: 'chromium' },
  { program: 'ss', package: 'iproute2' },
  { program: 'tcpdump', package: 'tcpdump' },
  { program: 'ping', package: 'iputils-ping' },
  { program: 'curl', package: 'curl' },
  // The agents that people already run.
  { program: 'ocsinventory-agent', package: 'ocsinventory-agent' },
  { program: 'fusioninventory-agent', package: 'fusioninventory-agent' },
]

const installPrograms = () => {
  const missing = needed.filter(({ program }) => !onPath(program)).map((need) => need.package)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    console.error(`npm test needs ${missing.join(', ')}: run as root on Debian, or install them first.`)
    process.exit(1)
  }
  console.error(`installing ${missing.join(', ')}`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: environment }
  execFileSync('apt-get', ['update', '-qq'], quiet)
  // Agents come with services that would begin to send by themselves.
  const policy = '/usr/sbin/policy-rc.d'
  const ours = !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet)
  } finally {
    if (ours) rmSync(policy)
  }
}

ensureInstalled(root)
installPrograms()

const node = nodeOfProject(root)
const build = join(root, '.build')
mkdirSync(build, { recursive: true })
const report = join(build, 'tests.json')
rmSync(report, { force: true })
rmSync(join(build, 'permissions'), { recursive: true, force: true })

const environment = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}:/usr/sbin:/sbin` }
const run = spawnSync(
  node,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    join(root, 'test/vitest.config.ts'),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: environment },
)

if (!existsSync(report)) {
  console.error('The test runner ended without a report.')
  process.exit(run.status || 1)
}
const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(readFileSync(report, 'utf8'))
console.log(`${numPassedTests} passed, ${numFailedTests} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`)
process.exit(run.status !== 0 || !success || numPassedTests === 0 ? run.status || 1 : 0)
