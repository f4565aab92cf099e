import { describe, expect, it } from 'vitest'
import { authorizeCommand, authorizedKeyLine } from './authorized-key.ts'
import { fingerprintOf } from './fingerprint.ts'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'

describe('host keys', () => {
  it('have the fingerprint that ssh-keygen shows', () => {
    // GitHub's published host key and fingerprint.
    expect(fingerprintOf(key)).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  })
  it('that are none have no fingerprint', () => {
    expect(fingerprintOf('ssh-ed25519')).toBeNull()
    expect(fingerprintOf('ssh-ed25519 ***')).toBeNull()
  })
})

describe('letting an edge launcher in', () => {
  it('takes type and body of its key, never its comment', () => {
    expect(authorizedKeyLine(`${key} $(reboot)'; rm -rf ~`)).toBe(`${key} pulse-cloud`)
  })
  it('refuses what is no key', () => {
    expect(authorizedKeyLine(`command="reboot" ${key}`)).toBeNull()
    expect(authorizedKeyLine("ssh-ed25519 AAAA'; reboot")).toBeNull()
    expect(authorizedKeyLine('')).toBeNull()
  })
  it('makes one shell line for all keys of a site', () => {
    const command = authorizeCommand(['ssh-ed25519 A pulse-cloud', 'ssh-ed25519 B pulse-cloud'])
    expect(command).toContain("'ssh-ed25519 A pulse-cloud' 'ssh-ed25519 B pulse-cloud' >> ~/.ssh/authorized_keys")
    expect(command).not.toContain('\n')
  })
})
