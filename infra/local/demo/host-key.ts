import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { writeWhole } from './fleet-file.ts'

/** A machine's private host key: made once, then kept, so that a pinned key stays right. */
export const hostKeyOf = (directory: string, name: string, type: 'ed25519' | 'ecdsa'): string => {
  const folder = join(directory, 'host-keys')
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // One that cannot be read was never shown to anybody: nobody has pinned it.
  if (!existsSync(file) || !isUsable(readFileSync(file, 'utf8'))) writeWhole(file, newHostKey(type))
  return readFileSync(file, 'utf8')
}

const isUsable = (privateKey: string): boolean => !(ssh2.utils.parseKey(privateKey) instanceof Error)

/** Of the Ed25519 keys that ssh2 1.17 makes about 3 in 1,000 cannot be read again. */
export const newHostKey = (type: 'ed25519' | 'ecdsa'): string => {
  for (let tries = 0; tries < 20; tries++) {
    const pair = type === 'ed25519' ? ssh2.utils.generateKeyPairSync('ed25519') : ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
    if (isUsable(pair.private)) return pair.private
  }
  throw new Error('no usable host key could be made')
}
