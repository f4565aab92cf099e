/** Writes the API's description to the file that is named, for linters and client generators. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import { openApi } from './openapi.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('usage: node functions/api/print-openapi.ts FILE')
  process.exit(2)
}
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(openApi(version), null, 2)}\n`)
