import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, expect, it } from 'vitest'
import { hostKeyOf, newHostKey } from './host-key.ts'

const directory = mkdtempSync(join(tmpdir(), 'pulse-host-key-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

it('makes no host key that cannot be read again', () => {
  const unreadable = Array.from({ length: 3000 }, () => newHostKey('ed25519')).filter((key) => ssh2.utils.parseKey(key) instanceof Error)
  expect(unreadable).toHaveLength(0)
})

it('keeps a host key, and replaces one that cannot be read', () => {
  const kept = hostKeyOf(directory, 'labo-01', 'ed25519')
  expect(hostKeyOf(directory, 'labo-01', 'ed25519')).toBe(kept)
  writeFileSync(join(directory, 'host-keys/labo-01'), 'no key')
  expect(ssh2.utils.parseKey(hostKeyOf(directory, 'labo-01', 'ed25519'))).not.toBeInstanceOf(Error)
})
