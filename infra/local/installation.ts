/** `installation.json`: the secrets that this installation made for itself at its first start. Mode 0600. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { KeyPair, Secrets } from './credentials.ts'

const Keys = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() })
const Installation = z.object({
  administrator: z.object({ login: z.string(), password: z.string() }),
  operator: Keys,
  /** By function name. */
  functions: z.record(z.string(), Keys),
})
type Installation = z.infer<typeof Installation>

// AWS's form: AKIA and 16 characters of base 32.
const newKeys = (): KeyPair => ({
  accessKeyId: `AKIA${[...randomBytes(16)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('')}`,
  secretAccessKey: randomBytes(30).toString('base64'),
})

const write = (path: string, installation: Installation): void => {
  // Whole or not at all: without it the data could not be opened again.
  writeFileSync(`${path}.new`, `${JSON.stringify(installation, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

export type OpenInstallation = {
  readonly administrator: { readonly login: string; readonly password: string }
  readonly operator: KeyPair
  /** Made at the first question. */
  readonly keysOf: (functionName: string) => KeyPair
  readonly functionOf: (accessKeyId: string) => string | null
  readonly secretOf: Secrets
}

export const openInstallation = (data: string): OpenInstallation => {
  const path = join(data, 'installation.json')
  const installation: Installation = existsSync(path)
    ? Installation.parse(JSON.parse(readFileSync(path, 'utf8')))
    : { administrator: { login: 'admin', password: randomBytes(12).toString('base64url') }, operator: newKeys(), functions: {} }
  if (!existsSync(path)) write(path, installation)
  const { administrator, operator, functions } = installation
  return {
    administrator,
    operator,
    keysOf: (name) => {
      const known = functions[name]
      if (known) return known
      const keys = newKeys()
      functions[name] = keys
      write(path, installation)
      return keys
    },
    functionOf: (accessKeyId) => Object.entries(functions).find(([, keys]) => keys.accessKeyId === accessKeyId)?.[0] ?? null,
    secretOf: (accessKeyId) => [operator, ...Object.values(functions)].find((keys) => keys.accessKeyId === accessKeyId)?.secretAccessKey,
  }
}
