/** A package as one tar stream for the transfer: `files/…` and `sums`, the list that the machine verifies. */
import { pipeline } from 'node:stream/promises'
import { pack } from 'tar-stream'
import type { Order } from '#shared/contracts/edge.ts'
import type { Mirror } from './mirror.ts'

type Manifest = Order['manifest']

// Beside one another these are cheap to keep and are sent to many machines.
const smallBytes = 4 * 1024 * 1024
const mostKept = 16

/** As `sha256sum` writes it. Paths hold neither backslashes nor line breaks (shared/domain/package/file-path.ts). */
const sumsOf = (manifest: Manifest): string => manifest.files.map(({ path, sha256 }) => `${sha256}  files/${path}\n`).join('')

export const archives = (mirror: Mirror) => {
  const kept = new Map<string, Promise<Buffer>>()
  return {
    /** The same bytes for the same manifest. The contents must be in the mirror and in use. */
    of: (manifestSha256: string, manifest: Manifest): AsyncIterable<Buffer> => {
      const size = manifest.files.reduce((sum, file) => sum + file.size, 0)
      if (size > smallBytes) return archiveOf(mirror, manifest)
      const found = kept.get(manifestSha256) ?? collect(archiveOf(mirror, manifest))
      if (!kept.has(manifestSha256)) {
        if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
        kept.set(manifestSha256, found)
        found.catch(() => kept.delete(manifestSha256))
      }
      return slices(found)
    },
  }
}
export type Archives = ReturnType<typeof archives>

const collect = async (source: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}

async function* slices(whole: Promise<Buffer>): AsyncGenerator<Buffer> {
  const bytes = await whole
  for (let at = 0; at < bytes.length; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024)
}

async function* archiveOf(mirror: Mirror, manifest: Manifest): AsyncGenerator<Buffer> {
  const tar = pack()
  const writing = writeAll(tar, mirror, manifest)
  // The reader below sees the fault; without this it would also be an unhandled one.
  writing.catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))))
  for await (const chunk of tar as AsyncIterable<Buffer>) yield chunk
  await writing
}

const mtime = new Date(0)

const writeAll = async (tar: ReturnType<typeof pack>, mirror: Mirror, manifest: Manifest): Promise<void> => {
  for (const { path, size, sha256, executable } of manifest.files) {
    const entry = tar.entry({ name: `files/${path}`, size, mode: executable ? 0o755 : 0o644, mtime })
    await pipeline(mirror.read(sha256), entry)
  }
  await new Promise<void>((resolve, reject) => {
    tar.entry({ name: 'sums', mode: 0o600, mtime }, sumsOf(manifest), (error) => (error ? reject(error) : resolve()))
  })
  tar.finalize()
}
