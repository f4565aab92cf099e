// `npm start`: installs what is missing, then hands over to main.ts under the Node that the product targets.
// Plain JavaScript: this must run on the Node that the machine has, before anything is installed.
import { spawn } from 'node:child_process'
import { ensureInstalled, nodeOfProject } from './install.mjs'

const root = new URL('../..', import.meta.url).pathname
const main = new URL('./main.ts', import.meta.url)

// Started by npm, which may be killed without a word: its product must not stay behind with the port and the data.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 500).unref()
}

ensureInstalled(root)
const node = nodeOfProject(root)
if (node === process.execPath) {
  await import(main.href)
} else {
  // The channel tells the child when this process is gone, however it went.
  const child = spawn(node, [main.pathname, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => child.kill(name))
  child.once('error', (error) => {
    console.error(`Node 24 could not be started: ${error.message}`)
    process.exit(1)
  })
  child.once('exit', (code) => process.exit(code ?? 1))
}
