/** After `next build`: a content security policy in every page, and no embedded fonts. May run twice. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withPolicy } from './csp.ts'
import { withoutEmbeddedFonts } from './strip-fonts.ts'

const out = join(import.meta.dirname, '../out')
const rewrite = (pattern: string, change: (text: string) => string): number => {
  const files = globSync(pattern, { cwd: out })
  for (const file of files) {
    const before = readFileSync(join(out, file), 'utf8')
    const after = change(before)
    if (after !== before) writeFileSync(join(out, file), after)
  }
  return files.length
}

const pages = rewrite('**/*.html', withPolicy)
const sheets = rewrite('**/*.css', withoutEmbeddedFonts)
if (pages === 0 || sheets === 0) throw new Error(`nothing to finish in ${out}: ${pages} pages, ${sheets} style sheets`)
console.log(`${pages} pages with a content security policy, ${sheets} style sheets without embedded fonts`)
