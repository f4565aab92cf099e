/** One hash over the content of files, to know whether what was made of them is still what they say. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** SHA-256 over names and contents of what the patterns find under `root`; folders that are made are left out. */
export const hashOfFiles = (root: string, patterns: readonly string[], leaveOut: (path: string) => boolean = () => false): string => {
  const hash = createHash('sha256')
  const isMade = (path: string) => /(^|\/)(node_modules|\.next|out|\.build|cdk\.out)(\/|$)/.test(path) || leaveOut(path)
  const files = globSync([...patterns], {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => isMade(join(entry.parentPath, entry.name).slice(root.length)),
  })
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of [...new Set(paths)].sort())
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update('\0')
  return hash.digest('hex')
}
