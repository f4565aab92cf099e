import * as z from 'zod'
import { faultOfFilePath } from '../domain/package/file-path.ts'
import { Id, Instant, line, pageQuery, prose, Sha256 } from './common.ts'

/** The greatest file: what one PUT to S3 takes. */
export const maxFileBytes = 5 * 1024 ** 3
/** Files in one package. */
export const maxFiles = 5000

export const FilePath = z.string().superRefine((path, context) => {
  const fault = faultOfFilePath(path)
  if (fault) context.addIssue({ code: 'custom', message: fault, input: path })
})

export const PackageFile = z
  .strictObject({
    path: FilePath,
    size: z.int('must be a whole number of bytes').min(0, 'must not be negative').max(maxFileBytes, 'must be at most 5 GiB'),
    sha256: Sha256,
    executable: z
      .boolean()
      .optional()
      .meta({ description: 'Mode 0755 instead of 0644. Absent: true for the file that the command starts with, and for .sh files.' }),
  })
  .meta({ id: 'PackageFile' })
export type PackageFile = z.infer<typeof PackageFile>

/** The command that installs: one line, run in the package's folder by the machine's own shell. */
export const Command = line(2000)

export const Package = z
  .object({
    id: Id,
    label: z.string(),
    version: z.string(),
    description: z.string(),
    repository: z.string(),
    command: z.string(),
    commandName: z.string(),
    rebootNeeded: z.boolean(),
    status: z.enum(['pending', 'ready']).meta({ description: 'pending until every file has arrived and `complete` was called.' }),
    size: z.int().meta({ description: 'Bytes, all files.' }),
    fileCount: z.int(),
    manifestSha256: z
      .string()
      .nullable()
      .meta({ description: 'Hash of the canonical manifest (names, sizes, modes, hashes, command); null while pending.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Package' })
export type Package = z.infer<typeof Package>

/** A package and what is in it. */
export const PackageWithFiles = Package.extend({
  files: z.array(z.object({ path: z.string(), size: z.int(), sha256: z.string(), executable: z.boolean(), uploaded: z.boolean() })),
}).meta({ id: 'PackageWithFiles' })
export type PackageWithFiles = z.infer<typeof PackageWithFiles>

export const CreatePackage = z
  .strictObject({
    label: line(200),
    version: line(100),
    description: prose(2000).default(''),
    command: Command,
    commandName: line(200).optional(),
    rebootNeeded: z.boolean().default(false),
    repository: line(100).default('common'),
  })
  .meta({ id: 'CreatePackage' })
export type CreatePackage = z.infer<typeof CreatePackage>

export const EditPackage = z
  .strictObject({
    label: line(200).optional(),
    description: prose(2000).optional(),
    command: Command.optional(),
    commandName: line(200).optional(),
    rebootNeeded: z.boolean().optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditPackage' })
export type EditPackage = z.infer<typeof EditPackage>

export const AddFiles = z
  .strictObject({
    files: z.array(PackageFile).min(1, 'must name at least one file').max(500, 'must name at most 500 files at a time'),
  })
  .meta({ id: 'AddFiles' })
export type AddFiles = z.infer<typeof AddFiles>

/** Where to PUT a file that the store does not have yet. `headers` must be sent as they are. */
export const Upload = z
  .object({
    path: z.string(),
    sha256: Sha256,
    url: z.string().nullable().meta({ description: 'null when the content is already stored.' }),
    headers: z.record(z.string(), z.string()),
    expiresAt: Instant,
  })
  .meta({ id: 'Upload' })
export type Upload = z.infer<typeof Upload>

export const PackageQuery = z.object({
  ...pageQuery,
  search: z.string().trim().max(200).optional().meta({ description: 'Any part of label, version or description, in any case.' }),
  status: z.enum(['pending', 'ready']).optional(),
})
export type PackageQuery = z.infer<typeof PackageQuery>
