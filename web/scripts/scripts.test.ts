import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { policyOf, scriptHashes, withPolicy } from './csp.ts'
import { withoutEmbeddedFonts } from './strip-fonts.ts'

const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('the content security policy of a page', () => {
  const page =
    '<!doctype html><html><head><script src="/a.js"></script><script>one()</script></head><body><script id="x">two()</script><script>one()</script></body></html>'
  it('allows its inline scripts by hash, each once, and no other', () => {
    expect(scriptHashes(page)).toEqual([sha('one()'), sha('two()')])
    expect(policyOf(page)).toContain(`script-src 'self' ${sha('one()')} ${sha('two()')};`)
    expect(policyOf(page)).not.toMatch(/script-src[^;]*unsafe/)
  })
  it('stands before any script, and once however often it is written', () => {
    const once = withPolicy(page)
    expect(once.indexOf('Content-Security-Policy')).toBeLessThan(once.indexOf('<script'))
    expect(withPolicy(once)).toBe(once)
  })
})

describe('fonts', () => {
  it('in base64 are left out, others stay', () => {
    const css =
      '@font-face{font-family:"A";src:url(data:font/woff2;base64,AAAA) format("woff2")}body{color:red}@font-face{font-family:B;src:url(/b.woff2)}'
    expect(withoutEmbeddedFonts(css)).toBe('body{color:red}@font-face{font-family:B;src:url(/b.woff2)}')
  })
})
