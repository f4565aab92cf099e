/** What is to be deployed: one package, several in an order, or a saved bundle, as the order names it. */
import type { CreateDeployment } from '#shared/contracts/deployments.ts'
import type { FieldError } from '#shared/contracts/problem.ts'
import type { BundleStore } from '../../adapters/bundles.ts'
import type { PackageStore } from '../../adapters/packages.ts'
import type { DeploymentRecord, PackageRecord } from '../../adapters/records.ts'
import { invalid, Refusal } from '../refusal.ts'

export type ContentPorts = { readonly packages: Pick<PackageStore, 'get'>; readonly bundles: Pick<BundleStore, 'get'> }
type Content = Pick<CreateDeployment, 'packageId' | 'packages' | 'bundleId' | 'options'>

type Member = { readonly packageId: string; readonly order: number; readonly field: string }

export const contentOf = async (
  ports: ContentPorts,
  content: Content,
): Promise<{ packages: DeploymentRecord['packages']; halt: DeploymentRecord['halt']; bundleName: string | null }> => {
  const { members, bundleName } = await membersOf(ports, content)
  const found = await Promise.all(members.map(({ packageId }) => ports.packages.get(packageId)))
  const errors: FieldError[] = []
  const packages: DeploymentRecord['packages'] = []
  for (const [place, { packageId, order, field }] of members.entries()) {
    const pack = found[place] ?? null
    const fault = faultOf(pack)
    if (fault !== null) errors.push({ field, value: packageId, message: fault })
    else if (pack?.manifestSha256) {
      const { id, label, version, manifestSha256 } = pack
      packages.push({ place, id, label, version, order, manifestSha256 })
    }
  }
  if (errors.length === 1) throw invalid(errors[0]?.field ?? '', errors[0]?.value, errors[0]?.message ?? '')
  if (errors.length > 1) throw new Refusal('invalid-request', `${errors.length} of the packages cannot be deployed.`, errors)
  return { packages, halt: haltOf(content, found), bundleName }
}

const membersOf = async ({ bundles }: ContentPorts, { packageId, packages, bundleId }: Content) => {
  if (packageId !== undefined) return { members: [{ packageId, order: 0, field: '/packageId' }], bundleName: null }
  if (bundleId !== undefined) {
    const bundle = await bundles.get(bundleId)
    if (!bundle) throw invalid('/bundleId', bundleId, 'must be a bundle that exists')
    return { members: bundle.members.map((member): Member => ({ ...member, field: '/bundleId' })), bundleName: bundle.name }
  }
  const named = packages ?? []
  return { members: named.map((member, at): Member => ({ ...member, field: `/packages/${at}/packageId` })), bundleName: null }
}

const faultOf = (pack: PackageRecord | null): string | null => {
  if (!pack) return 'must be a package that exists'
  return pack.status !== 'ready' || pack.manifestSha256 === null ? 'must be a package that is complete; this one is pending' : null
}

const haltOf = ({ options }: Content, packages: readonly (PackageRecord | null)[]): DeploymentRecord['halt'] => {
  if (options.afterSuccess !== 'reboot-if-needed') return options.afterSuccess
  return packages.some((pack) => pack?.rebootNeeded) ? 'reboot' : 'nothing'
}
