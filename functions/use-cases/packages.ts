import { createHash } from 'node:crypto'
import type { AddFiles, CreatePackage, EditPackage, Package, PackageWithFiles, Upload } from '#shared/contracts/packages.ts'
import { maxFiles } from '#shared/contracts/packages.ts'
import { type ManifestFile, manifestText } from '#shared/domain/package/manifest.ts'
import type { DeploymentStore } from '../adapters/deployments.ts'
import type { ContentStore, PackageStore } from '../adapters/packages.ts'
import type { FileRecord, PackageRecord } from '../adapters/records.ts'
import { inTurns } from '../adapters/table.ts'
import { isUnfinished } from './deployments/launch.ts'
import { invalid, notFound, Refusal } from './refusal.ts'

export type PackagePorts = {
  readonly packages: PackageStore
  readonly contents: ContentStore
  readonly deployments: DeploymentStore
  readonly newId: () => string
  readonly now: () => number
}

const found = async ({ packages }: PackagePorts, id: string): Promise<PackageRecord> => {
  const pack = await packages.get(id)
  if (!pack) throw notFound('package', id)
  return pack
}

export const createPackage = async ({ packages, newId, now }: PackagePorts, details: CreatePackage): Promise<Package> => {
  const at = new Date(now()).toISOString()
  const pack: PackageRecord = {
    id: newId(),
    ...details,
    commandName: details.commandName ?? details.label,
    status: 'pending',
    size: 0,
    fileCount: 0,
    manifestSha256: null,
    createdAt: at,
    updatedAt: at,
  }
  await packages.create(pack)
  return pack
}

/** The file that the command starts with: `./setup/install.sh /silent` names `setup/install.sh`. */
const startsWith = (command: string): string | null => /^\.\/(\S+)/.exec(command)?.[1] ?? null
const isExecutable = (file: FileRecord, command: string): boolean =>
  file.executable ?? (file.path.endsWith('.sh') || file.path === startsWith(command))

export const getPackage = async (ports: PackagePorts, id: string): Promise<PackageWithFiles> => withFiles(ports, await found(ports, id))

const withFiles = async ({ packages, contents }: PackagePorts, pack: PackageRecord): Promise<PackageWithFiles> => {
  const files = await packages.files(pack.id)
  const stored = pack.status === 'ready' ? null : await storedSizes(contents, files)
  return {
    ...pack,
    files: files.map((file) => ({
      path: file.path,
      size: file.size,
      sha256: file.sha256,
      executable: isExecutable(file, pack.command),
      uploaded: stored === null || stored.get(file.sha256) === file.size,
    })),
  }
}

const storedSizes = async (contents: ContentStore, files: readonly FileRecord[]): Promise<Map<string, number>> => {
  const sizes = new Map<string, number>()
  await inTurns([...new Set(files.map(({ sha256 }) => sha256))], 16, async (sha256) => {
    const size = await contents.sizeOf(sha256)
    if (size !== null) sizes.set(sha256, size)
  })
  return sizes
}

export const addFiles = async (ports: PackagePorts, id: string, { files }: AddFiles): Promise<{ uploads: Upload[] }> => {
  const pack = await found(ports, id)
  if (pack.status !== 'pending') throw new Refusal('conflict', 'The package is complete: its files no longer change. Make a new version.')
  const declared = await ports.packages.files(id)
  const paths = new Map(declared.map(({ path }) => [path.toLowerCase(), path]))
  for (const [at, { path }] of files.entries()) {
    const other = paths.get(path.toLowerCase())
    if (other !== undefined && (other !== path || files.findIndex((file) => file.path === path) !== at))
      throw invalid(`/files/${at}/path`, path, `must differ from "${other}" by more than case`)
    paths.set(path.toLowerCase(), path)
  }
  if (paths.size > maxFiles)
    throw invalid('/files', files.length, `must leave the package with at most ${maxFiles} files, not ${paths.size}`)
  await ports.packages.putFiles(
    id,
    files.map((file) => ({ path: file.path, size: file.size, sha256: file.sha256, executable: file.executable ?? null })),
  )
  const stored = await storedSizes(
    ports.contents,
    files.map((file) => ({ ...file, executable: null })),
  )
  const uploads: Upload[] = []
  for (const { path, sha256, size } of files) {
    const upload = await ports.contents.uploadUrl(sha256, size, ports.now())
    uploads.push({ path, sha256, ...upload, url: stored.get(sha256) === size ? null : upload.url })
  }
  return { uploads }
}

export const completePackage = async (ports: PackagePorts, id: string): Promise<PackageWithFiles> => {
  const pack = await found(ports, id)
  if (pack.status === 'ready') return getPackage(ports, id)
  const files = await ports.packages.files(id)
  if (files.length === 0) throw new Refusal('conflict', 'The package has no files yet: declare at least one.')
  const stored = await storedSizes(ports.contents, files)
  const missing = files.filter(({ sha256, size }) => stored.get(sha256) !== size)
  if (missing.length > 0) {
    const errors = missing.slice(0, 100).map(({ path }) => ({ field: '/files', value: path, message: 'must be uploaded first' }))
    throw new Refusal('conflict', `${missing.length} of ${files.length} files have not arrived.`, errors)
  }
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const after = await withManifest(ports, { ...pack, status: 'ready', size, fileCount: files.length }, files)
  if (!(await ports.packages.save(pack, after))) throw new Refusal('conflict', 'The package was changed meanwhile; look again.')
  return withFiles(ports, after)
}

/** The package with its manifest written under the hash that names it. */
const withManifest = async (
  { contents, now }: PackagePorts,
  pack: PackageRecord,
  records: readonly FileRecord[],
): Promise<PackageRecord> => {
  const first = startsWith(pack.command)
  if (first !== null && !records.some(({ path }) => path === first))
    throw invalid('/command', pack.command, `must start with a file of the package; it has no ${first}`)
  const files: ManifestFile[] = records.map((file) => ({
    path: file.path,
    size: file.size,
    sha256: file.sha256,
    executable: isExecutable(file, pack.command),
  }))
  const text = manifestText({ packageId: pack.id, label: pack.label, version: pack.version, command: pack.command, files })
  const manifestSha256 = createHash('sha256').update(text).digest('hex')
  await contents.putManifest(manifestSha256, text)
  return { ...pack, manifestSha256, updatedAt: new Date(now()).toISOString() }
}

export const editPackage = async (ports: PackagePorts, id: string, edit: EditPackage): Promise<Package> => {
  const pack = await found(ports, id)
  const changes = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
  const edited: PackageRecord = { ...pack, ...changes, updatedAt: new Date(ports.now()).toISOString() }
  const after = pack.status === 'ready' ? await withManifest(ports, edited, await ports.packages.files(id)) : edited
  if (!(await ports.packages.save(pack, after))) throw new Refusal('conflict', 'The package was changed meanwhile; look again.')
  return after
}

export const deletePackage = async (ports: PackagePorts, id: string): Promise<{ name: string }> => {
  const { label } = await found(ports, id)
  const needing: string[] = []
  for (const deploymentId of await ports.packages.usedBy(id)) if (await isUnfinished(ports, deploymentId)) needing.push(deploymentId)
  if (needing.length > 0)
    throw new Refusal(
      'conflict',
      `The package is needed by ${needing.length} deployment(s) that are not over.`,
      needing.slice(0, 100).map((value) => ({ field: 'path.id', value, message: 'must be over or stopped first' })),
    )
  await ports.packages.delete(id)
  return { name: label }
}

export const listPackages = async (
  { packages }: PackagePorts,
  query: { search?: string | undefined; status?: string | undefined; limit: number; cursor?: string | undefined },
) => packages.list(query)
