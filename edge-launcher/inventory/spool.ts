/** Uploads on the disk until the cloud has them: one file each, whole or not at all, the oldest first. */
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RelayedInventory } from '#shared/contracts/edge.ts'

const ending = '.json'
const isUpload = (name: string): boolean => /^\d{15}-\d{6}\.json$/.test(name)

export type Spool = {
  /** False: there is no room for it. Once it is true, a power cut does not lose it. */
  readonly add: (upload: RelayedInventory) => Promise<boolean>
  /** Of those that `isDue` names. Null: none of them waits. */
  readonly oldest: (isDue: (name: string) => boolean) => Promise<{ readonly name: string; readonly upload: RelayedInventory } | null>
  readonly remove: (name: string) => Promise<void>
  readonly count: () => number
}

export const openSpool = (directory: string, mostBytes: number): Spool => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const sizes = new Map<string, number>()
  for (const name of readdirSync(directory)) if (isUpload(name)) sizes.set(name, statSync(join(directory, name)).size)
  let bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  let made = 0

  const remove = async (name: string): Promise<void> => {
    await rm(join(directory, name), { force: true })
    bytes -= sizes.get(name) ?? 0
    sizes.delete(name)
  }
  return {
    add: async (upload) => {
      const text = JSON.stringify(upload)
      if (bytes + text.length > mostBytes) return false
      bytes += text.length
      made = (made + 1) % 1_000_000
      const name = `${String(Date.parse(upload.receivedAt)).padStart(15, '0')}-${String(made).padStart(6, '0')}${ending}`
      try {
        await writeWhole(join(directory, name), text)
      } catch (error) {
        bytes -= text.length
        throw error
      }
      sizes.set(name, text.length)
      return true
    },
    oldest: async (isDue) => {
      for (;;) {
        const [name] = [...sizes.keys()].filter(isDue).sort()
        if (name === undefined) return null
        const parsed = RelayedInventory.safeParse(await readJson(join(directory, name)))
        if (parsed.success) return { name, upload: parsed.data }
        // A disk that lost it, or somebody who edited it: it would stand before all others for ever.
        await remove(name)
      }
    },
    remove,
    count: () => sizes.size,
  }
}

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}

const writeWhole = async (path: string, text: string): Promise<void> => {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
