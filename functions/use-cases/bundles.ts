/** Bundles that are saved, to be deployed more than once. */
import type { Bundle, CreateBundle, EditBundle } from '#shared/contracts/bundles.ts'
import type { FieldError } from '#shared/contracts/problem.ts'
import type { BundleStore } from '../adapters/bundles.ts'
import type { PackageStore } from '../adapters/packages.ts'
import type { BundleRecord } from '../adapters/records.ts'
import { notFound, Refusal } from './refusal.ts'

export type BundlePorts = {
  readonly bundles: BundleStore
  readonly packages: Pick<PackageStore, 'get'>
  readonly newId: () => string
  readonly now: () => number
}

const show = async ({ packages }: BundlePorts, bundle: BundleRecord): Promise<Bundle> => ({
  ...bundle,
  members: await Promise.all(
    bundle.members.map(async (member) => {
      const pack = await packages.get(member.packageId)
      return { ...member, label: pack?.label ?? null, version: pack?.version ?? null, size: pack?.size ?? null }
    }),
  ),
})

const found = async ({ bundles }: BundlePorts, id: string): Promise<BundleRecord> => {
  const bundle = await bundles.get(id)
  if (!bundle) throw notFound('bundle', id)
  return bundle
}

/** Pending packages may be in a bundle; deploying it then is refused until they are complete. */
const mustExist = async ({ packages }: BundlePorts, members: CreateBundle['members']): Promise<void> => {
  const known = await Promise.all(members.map(({ packageId }) => packages.get(packageId)))
  const errors: FieldError[] = members.flatMap(({ packageId }, at) =>
    known[at] ? [] : [{ field: `/members/${at}/packageId`, value: packageId, message: 'must be a package that exists' }],
  )
  if (errors.length > 0) throw new Refusal('invalid-request', `${errors.length} of the packages do not exist.`, errors)
}

export const createBundle = async (ports: BundlePorts, details: CreateBundle, createdBy: string): Promise<Bundle> => {
  await mustExist(ports, details.members)
  const at = new Date(ports.now()).toISOString()
  const bundle: BundleRecord = { id: ports.newId(), ...details, createdBy, createdAt: at, updatedAt: at }
  await ports.bundles.create(bundle)
  return show(ports, bundle)
}

export const getBundle = async (ports: BundlePorts, id: string): Promise<Bundle> => show(ports, await found(ports, id))

export const listBundles = async (ports: BundlePorts, query: { limit: number; cursor?: string | undefined }) => {
  const { items, nextCursor } = await ports.bundles.list(query.limit, query.cursor)
  return { items: await Promise.all(items.map((bundle) => show(ports, bundle))), nextCursor }
}

export const editBundle = async (ports: BundlePorts, id: string, edit: EditBundle): Promise<Bundle> => {
  const before = await found(ports, id)
  if (edit.members) await mustExist(ports, edit.members)
  const { name = before.name, description = before.description, members = before.members } = edit
  const after: BundleRecord = { ...before, name, description, members, updatedAt: new Date(ports.now()).toISOString() }
  if (!(await ports.bundles.save(before, after))) throw new Refusal('conflict', 'The bundle was changed meanwhile; look again.')
  return show(ports, after)
}

export const deleteBundle = async (ports: BundlePorts, id: string): Promise<{ name: string }> => {
  const bundle = await ports.bundles.get(id)
  if (!bundle || !(await ports.bundles.delete(id))) throw notFound('bundle', id)
  return { name: bundle.name }
}
