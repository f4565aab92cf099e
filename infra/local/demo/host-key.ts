import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { writeWhole } from './fleet-file.ts'

/** A machine's private host key: made once, then kept, so that a pinned key stays right. */
export const hostKeyOf = (directory: string, name: string, type: 'ed25519' | 'ecdsa'): string => {
  const folder = join(directory, 'host-keys')
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    const pair = type === 'ed25519' ? ssh2.utils.generateKeyPairSync('ed25519') : ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
    writeWhole(file, pair.private)
  }
  return readFileSync(file, 'utf8')
}
