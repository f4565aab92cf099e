import * as z from 'zod'
import { Id, Instant, line, prose } from './common.ts'

/** Packages in one bundle. */
// One transaction stores a deployment: two of its 100 writes are for each package.
export const maxMembers = 40

export const BundleMember = z.strictObject({
  packageId: Id,
  order: z
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(999, 'must be at most 999')
    .meta({ description: 'Equal orders run side by side; a higher one starts after success of all lower ones.' }),
})

/** The packages of a bundle, each once. */
export const BundleMembers = z
  .array(BundleMember)
  .min(1, 'must name at least one package')
  .max(maxMembers, `must name at most ${maxMembers} packages`)
  .superRefine((members, context) => {
    const seen = new Set<string>()
    for (const [at, { packageId }] of members.entries()) {
      if (seen.has(packageId))
        context.addIssue({ code: 'custom', path: [at, 'packageId'], message: 'must be in the bundle once only', input: packageId })
      seen.add(packageId)
    }
  })

export const Bundle = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    members: z.array(
      z.object({
        packageId: Id,
        order: z.int(),
        label: z.string().nullable().meta({ description: 'null: the package was deleted; the bundle cannot be deployed.' }),
        version: z.string().nullable(),
        size: z.int().nullable(),
      }),
    ),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Bundle' })
export type Bundle = z.infer<typeof Bundle>

export const CreateBundle = z
  .strictObject({ name: line(200), description: prose(2000).default(''), members: BundleMembers })
  .meta({ id: 'CreateBundle' })
export type CreateBundle = z.infer<typeof CreateBundle>

export const EditBundle = z
  .strictObject({ name: line(200).optional(), description: prose(2000).optional(), members: BundleMembers.optional() })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditBundle' })
export type EditBundle = z.infer<typeof EditBundle>
