// What `npm start` and `npm test` do before anything else. Plain JavaScript for Node ≥ 20: nothing is installed yet.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Installs the locked dependencies when they are missing or older than package-lock.json. Output goes to stderr. */
export const ensureInstalled = (root) => {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 20) fail(`Node ${process.versions.node} is too old: Node 20 or later is needed.`)
  if (isInstalled(root)) return
  console.error('installing dependencies (npm ci), once')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) fail('npm ci failed: see above.')
}

// npm leaves a copy of what it installed; the root entry and links are all that may differ from the lock file.
const isInstalled = (root) => {
  const done = join(root, 'node_modules/.package-lock.json')
  const lock = join(root, 'package-lock.json')
  if (!existsSync(done)) return false
  if (statSync(done).mtimeMs >= statSync(lock).mtimeMs) return true
  const installed = JSON.parse(readFileSync(done, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version)
}

/** The Node that the product targets: the one that runs now if it is new enough, else the one among the dependencies. */
export const nodeOfProject = (root) => {
  const [major] = process.versions.node.split('.').map(Number)
  if (major >= 24) return process.execPath
  const own = join(root, 'node_modules/.bin/node')
  if (!existsSync(own)) fail(`Node 24 is needed on this platform: this is ${process.versions.node}, and none came with the dependencies.`)
  return own
}

const fail = (message) => {
  console.error(message)
  process.exit(1)
}
