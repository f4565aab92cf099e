import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manifestText } from './manifest.ts'

const file = (path: string) => ({ path, size: 3, sha256: 'ab'.repeat(32), executable: false })
const manifest = { packageId: 'p', label: 'Firefox', version: '128', command: './install.sh', files: [file('b'), file('a')] }

describe('the canonical manifest', () => {
  it('is the same text whatever order files and keys come in', () => {
    const turned = { files: [file('a'), file('b')], command: './install.sh', version: '128', label: 'Firefox', packageId: 'p' }
    expect(manifestText(turned)).toBe(manifestText(manifest))
  })

  it('is the text that was agreed', () => {
    expect(manifestText({ ...manifest, files: [file('a')] })).toBe(
      `{"command":"./install.sh","files":[{"executable":false,"path":"a","sha256":"${'ab'.repeat(32)}","size":3}],"label":"Firefox","packageId":"p","version":"128"}`,
    )
  })

  it('differs when anything in it differs (R20)', () => {
    const text = manifestText(manifest)
    const otherFile = fc.record({ path: fc.string(), size: fc.nat(), sha256: fc.string(), executable: fc.boolean() })
    const altered = fc.oneof(
      fc.string({ minLength: 1 }).map((more) => ({ ...manifest, command: manifest.command + more })),
      otherFile.map((extra) => ({ ...manifest, files: [...manifest.files, extra] })),
      fc.integer({ min: 4 }).map((size) => ({ ...manifest, files: [file('b'), { ...file('a'), size }] })),
      fc.constant({ ...manifest, files: [file('b'), { ...file('a'), executable: true }] }),
      fc.constant({ ...manifest, files: [file('b')] }),
    )
    fc.assert(fc.property(altered, (other) => manifestText(other) !== text))
  })
})
