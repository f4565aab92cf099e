/** What `ssh-keygen -l` shows of a public key, to compare it with what stands on the machine. */
import { sha256 } from '@noble/hashes/sha2.js'

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** `SHA256:…` of a key written as OpenSSH does (`ssh-ed25519 AAAA…`), or null when it is no such key. */
export const fingerprintOf = (publicKey: string): string | null => {
  const base64 = publicKey.trim().split(/\s+/)[1]
  if (!base64) return null
  try {
    const digest = btoa(String.fromCharCode(...sha256(bytesOf(base64))))
    return `SHA256:${digest.replace(/=+$/, '')}`
  } catch {
    return null
  }
}

/** Its type, as OpenSSH names it: `ssh-ed25519`. */
export const keyTypeOf = (publicKey: string): string => publicKey.trim().split(/\s+/)[0] ?? ''
