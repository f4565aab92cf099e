/** The items that say who people are: what is stored, and how it is read back. docs/architecture.md, "Data". */
import * as z from 'zod'
import { type Right, rights } from '#shared/domain/rights.ts'

/** Rights that a later version took away are forgotten, not refused. */
const Rights = z.array(z.string()).transform((names) => names.flatMap((name): Right[] => rights.filter((right) => right === name)))

export const UserRecord = z.object({
  id: z.string(),
  /** `sub` of the person's tokens. */
  subject: z.string(),
  login: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  profiles: z.array(z.string()),
  groupIds: z.array(z.string()),
  entityIds: z.array(z.string()),
  disabled: z.boolean(),
  expert: z.boolean(),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
  /** Set for ever: a token that outlives its person must not make them anew. */
  deletedAt: z.string().nullable(),
  version: z.number(),
})
export type UserRecord = z.infer<typeof UserRecord>

export const UserGroupRecord = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  profiles: z.array(z.string()),
  createdAt: z.string(),
})
export type UserGroupRecord = z.infer<typeof UserGroupRecord>

export const ProfileRecord = z.object({ id: z.string(), name: z.string(), rights: Rights })
export type ProfileRecord = z.infer<typeof ProfileRecord>

export const AccessTokenRecord = z.object({
  id: z.string(),
  hash: z.string(),
  userId: z.string(),
  name: z.string(),
  rights: Rights,
  createdAt: z.string(),
  until: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type AccessTokenRecord = z.infer<typeof AccessTokenRecord>
