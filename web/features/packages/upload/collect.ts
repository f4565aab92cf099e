/** Which files of what a person dropped make the package, and under which paths. */

import { maxFileBytes, maxFiles } from '#shared/contracts/packages.ts'
import { faultOfFilePath } from '#shared/domain/package/file-path.ts'

/** A file as the browser gives it, with its path below what was dropped. */
export type Dropped = { readonly path: string; readonly file: File }

type PathFault = { readonly path: string; readonly fault: string }
export type Collected = {
  readonly files: readonly Dropped[]
  /** Litter of file managers, left out. */
  readonly leftOut: readonly string[]
  readonly faults: readonly PathFault[]
}

const litter = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$|(^|\/)__MACOSX(\/|$)/i

/** When all files lie in one folder, that folder is the package: its own name is not part of the paths. */
const withoutCommonFolder = (files: readonly Dropped[]): readonly Dropped[] => {
  const top = files[0]?.path.split('/')[0]
  if (!top || !files.every(({ path }) => path.startsWith(`${top}/`))) return files
  return files.map(({ path, file }) => ({ path: path.slice(top.length + 1), file }))
}

/** Two paths that some machine would take for one: a difference of case or of composition is none. */
const samePlace = (path: string): string => path.normalize('NFC').toLowerCase()

/** Names of more than one file only, so that the sentence can say how many there may be. */
type CollectFault = 'duplicate' | 'tooBig' | 'tooMany'

/** Puts what was dropped together. Faults name the path and say why; `duplicate`, `tooBig` and `tooMany` are keys. */
export const collect = (dropped: readonly Dropped[]): Collected => {
  const leftOut = dropped.filter(({ path }) => litter.test(path)).map(({ path }) => path)
  const files = withoutCommonFolder(dropped.filter(({ path }) => !litter.test(path))).map(({ path, file }) => ({
    path: path.normalize('NFC'),
    file,
  }))
  const places = new Map<string, number>()
  for (const { path } of files) places.set(samePlace(path), (places.get(samePlace(path)) ?? 0) + 1)
  const faultOf = ({ path, file }: Dropped): string | null => {
    if ((places.get(samePlace(path)) ?? 0) > 1) return 'duplicate' satisfies CollectFault
    if (file.size > maxFileBytes) return 'tooBig' satisfies CollectFault
    return faultOfFilePath(path)
  }
  const faults = files.flatMap((file) => {
    const fault = faultOf(file)
    return fault === null ? [] : [{ path: file.path, fault }]
  })
  if (files.length > maxFiles) faults.unshift({ path: '', fault: 'tooMany' satisfies CollectFault })
  return { files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)), leftOut, faults }
}

/** Adds to what was chosen before: a path that comes again takes the place of the older one. */
export const addFiles = (before: readonly Dropped[], added: readonly Dropped[]): readonly Dropped[] => {
  const paths = new Set(added.map(({ path }) => path))
  return [...before.filter(({ path }) => !paths.has(path)), ...added]
}

/** Whether a file is run: it says so itself with `#!`, is a shell script, or is what the command starts with. */
export const isExecutable = (path: string, firstBytes: Uint8Array, command: string): boolean => {
  if (firstBytes[0] === 0x23 && firstBytes[1] === 0x21) return true
  if (/\.sh$/i.test(path)) return true
  const program = command.trim().split(/\s+/)[0] ?? ''
  return program.replace(/^\.[/\\]/, '').replaceAll('\\', '/') === path
}
