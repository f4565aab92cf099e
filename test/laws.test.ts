/** The laws of imports (docs/architecture.md), checked over every source file. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const folders = ['shared', 'functions', 'edge-launcher', 'infra', 'web'] as const
type Import = { readonly file: string; readonly specifier: string }

const sourcesOf = (folder: string): string[] =>
  globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: root, exclude: (path) => /node_modules|\.next|\/out$/.test(String(path)) })

const importsIn = (file: string): Import[] => {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(/^\s*(?:import|export)\s+(?:[^'"=;]*?\bfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm)
  return [...found].map((match) => ({ file, specifier: match[1] ?? match[2] ?? '' }))
}

const everyImport: Import[] = folders.flatMap(sourcesOf).flatMap(importsIn)
const folderReached = ({ file, specifier }: Import): string | null => {
  if (specifier.startsWith('#shared/')) return 'shared'
  if (!specifier.startsWith('.')) return null
  return relative(root, join(root, dirname(file), specifier)).split('/')[0] ?? null
}
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file)

describe('laws of imports', () => {
  it('finds the imports it judges', () => {
    expect(everyImport.length).toBeGreaterThan(200)
    expect(everyImport.some(({ specifier }) => specifier === '#shared/contracts/routes.ts')).toBe(true)
  })

  it.each(folders)('%s imports itself and shared only', (folder) => {
    const strays = everyImport
      .filter(({ file }) => file.startsWith(`${folder}/`) && !isTest(file))
      .filter((found) => ![null, folder, 'shared'].includes(folderReached(found)))
    expect(strays).toEqual([])
  })

  it('shared imports zod and itself', () => {
    const strays = everyImport.filter(
      ({ file, specifier }) => file.startsWith('shared/') && !isTest(file) && !specifier.startsWith('.') && specifier !== 'zod',
    )
    expect(strays).toEqual([])
  })

  it('keeps the AWS SDK in functions/adapters and functions/runtime, and in the stand-ins', () => {
    const strays = everyImport.filter(
      ({ file, specifier }) =>
        /^@(aws-sdk|smithy)\//.test(specifier) && !isTest(file) && !/^(functions\/(adapters|runtime)|infra\/local)\//.test(file),
    )
    expect(strays).toEqual([])
  })

  it('keeps ssh2 in edge-launcher/ssh, and its server in the demo fleet', () => {
    const strays = everyImport.filter(
      ({ file, specifier }) => specifier === 'ssh2' && !isTest(file) && !/^(edge-launcher\/ssh|infra\/local\/demo)\//.test(file),
    )
    expect(strays).toEqual([])
  })

  it('imports zod as a namespace, which bundles to a quarter of the size', () => {
    const strays = folders
      .flatMap(sourcesOf)
      .filter((file) => /import\s*\{[^}]*\}\s*from\s*['"]zod['"]/.test(readFileSync(join(root, file), 'utf8')))
    expect(strays).toEqual([])
  })
})
