/** Builds the console when its sources are not those of the last build. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOfFiles } from './content-hash.ts'
import { waitForLock } from './lock.ts'

const buildLimitMs = 10 * 60_000

const run = (program: string, args: readonly string[], cwd: string): Promise<number | null> =>
  new Promise((resolve, reject) => {
    // Standard output belongs to the line for scripts.
    const child = spawn(program, [...args], { cwd, stdio: ['ignore', 2, 2], timeout: buildLimitMs })
    child.once('error', reject)
    child.once('exit', resolve)
  })

/** Gives the folder of the static export. Throws, after the build's own words, when it fails. */
export const buildConsole = async (root: string, say: (line: string) => void): Promise<string> => {
  const directory = join(root, 'web/out')
  const made = join(root, '.build')
  mkdirSync(made, { recursive: true })
  const stamp = join(made, 'console.hash')
  const isTest = (path: string) => path.includes('.test.') || path.endsWith('next-env.d.ts') || path.endsWith('.tsbuildinfo')
  const wanted = () => hashOfFiles(root, ['web/**/*', 'shared/**/*', 'package-lock.json'], isTest)
  const isBuilt = (hash: string) =>
    existsSync(join(directory, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === hash
  if (isBuilt(wanted())) return directory
  const lock = await waitForLock(join(made, 'console.lock'), buildLimitMs)
  try {
    const hash = wanted()
    // Another start may have built it while this one waited.
    if (isBuilt(hash)) return directory
    say('building the console, once (about a minute)')
    const code = await run(process.execPath, [join(root, 'web/scripts/build.ts')], root)
    if (code !== 0) throw new Error(`the console could not be built (exit code ${code})`)
    writeFileSync(stamp, `${hash}\n`)
    return directory
  } finally {
    lock.release()
  }
}
