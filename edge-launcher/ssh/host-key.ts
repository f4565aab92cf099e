/** Host keys as OpenSSH writes them: type and base64 of the same blob that the server offers. */
import { createHash } from 'node:crypto'

/** `ssh-ed25519 AAAA…` of the blob that a server offered; its first field is the type. */
export const hostKeyText = (blob: Buffer): string => {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0
  const type = blob.subarray(4, 4 + length).toString('latin1')
  // It is hostile until verified, and goes into reports: only what can be a type passes.
  return `${/^[a-z0-9@.-]{1,64}$/.test(type) ? type : 'unknown'} ${blob.toString('base64')}`
}

/** `SHA256:…`, the fingerprint that `ssh-keygen -l` prints. */
export const fingerprintOf = (hostKey: string): string => {
  const blob = Buffer.from(hostKey.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

export const isSameHostKey = (one: string, other: string): boolean => {
  const [type, blob] = one.trim().split(' ')
  const [otherType, otherBlob] = other.trim().split(' ')
  return type === otherType && blob !== undefined && blob.replace(/=+$/, '') === otherBlob?.replace(/=+$/, '')
}

const signatureAlgorithms: Readonly<Record<string, readonly string[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

/** Algorithms to offer. The pinned key's own come first, or a server with several keys would show another one. */
export const hostKeyAlgorithms = (pinned: string | null): string[] => {
  const first = signatureAlgorithms[pinned?.split(' ')[0] ?? ''] ?? []
  const others = Object.values(signatureAlgorithms).flat()
  return [...new Set([...first, ...others])]
}
