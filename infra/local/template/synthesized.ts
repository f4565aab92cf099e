/** The template of the CDK app, synthesized again only when its sources have changed. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hashOfFiles } from '../content-hash.ts'
import { readTemplate, type Template } from './template.ts'

const sources = [
  'infra/*.ts',
  'infra/parts/**/*.ts',
  'infra/constructs/**/*.ts',
  'shared/**/*.ts',
  'cdk.json',
  'package.json',
  'package-lock.json',
]

/** In this process, without the CDK's command: it takes seconds, and the library is loaded only when it is needed. */
export const synthesizedTemplate = async (root: string, context: Readonly<Record<string, string>> = {}): Promise<Template> => {
  const folder = join(root, '.build/templates')
  const made = hashOfFiles(root, sources)
  const asked = createHash('sha256').update(JSON.stringify(context)).digest('hex').slice(0, 16)
  const path = join(folder, `${made}-${asked}.json`)
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const outdir = `${path}.${process.pid}.out`
    const { synthesize } = await import('../../synthesize.ts')
    const template = synthesize({ outdir, context })
    // Several may do this at a time: each moves a whole file into place.
    for (const old of readdirSync(folder)) if (old.endsWith('.json') && !old.startsWith(made)) rmSync(join(folder, old), { force: true })
    renameSync(template, path)
    rmSync(outdir, { recursive: true, force: true })
  }
  return readTemplate(path)
}
