/** Uploads the demo packages by the road that everyone takes: declare, PUT to the store, complete. */
import { createHash } from 'node:crypto'
import type * as z from 'zod'
import type { AddFiles, Upload } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { Call } from './api.ts'
import { type DemoPackage, demoPackages } from './demo-packages.ts'
import type { Memory } from './seeded.ts'

/** Milliseconds for one file. */
const uploadTimeoutMs = 60_000

export const seedPackages = async (call: Call, memory: Memory): Promise<void> => {
  for (const pack of demoPackages()) await seedPackage(call, memory, pack)
}

const seedPackage = async (call: Call, memory: Memory, pack: DemoPackage): Promise<void> => {
  const name = `${pack.details.label} ${pack.details.version}`
  const known = memory.known.packages[name]
  if (known?.ready) return
  const id =
    known?.id ??
    (await unfinished(call, pack)) ??
    routes.createPackage.response.parse(await call(routes.createPackage, { body: pack.details })).id
  if (!known) memory.rememberPackage(name, { id, ready: false })
  const answer = await call(routes.getPackage, { params: { id } })
  // Deleted by a person: nothing is left to finish.
  if (answer === null || routes.getPackage.response.parse(answer).status === 'ready')
    return memory.rememberPackage(name, { id, ready: true })
  await uploadFiles(call, id, pack.files)
  await call(routes.completePackage, { params: { id } })
  memory.rememberPackage(name, { id, ready: true })
}

/** One that a run began which ended before it could write that down. */
const unfinished = async (call: Call, { details }: DemoPackage): Promise<string | undefined> => {
  const answer = await call(routes.listPackages, { query: { search: details.label, limit: '100' } })
  const { items } = routes.listPackages.response.parse(answer)
  return items.find(({ label, version }) => label === details.label && version === details.version)?.id
}

const uploadFiles = async (call: Call, id: string, files: ReadonlyMap<string, Buffer>): Promise<void> => {
  const body: z.input<typeof AddFiles> = {
    files: [...files].map(([path, content]) => ({
      path,
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  }
  const { uploads } = routes.addPackageFiles.response.parse(await call(routes.addPackageFiles, { params: { id }, body }))
  for (const upload of uploads) await put(upload, files)
}

const put = async ({ path, url, headers }: Upload, files: ReadonlyMap<string, Buffer>): Promise<void> => {
  if (url === null) return
  const content = files.get(path)
  if (!content) throw new Error(`the API asks for ${path}, which was never declared`)
  const body = new Uint8Array(content)
  const response = await fetch(url, { method: 'PUT', headers, body, signal: AbortSignal.timeout(uploadTimeoutMs) })
  if (!response.ok) throw new Error(`PUT of ${path} answered ${response.status}: ${(await response.text()).slice(0, 1000)}`)
}
