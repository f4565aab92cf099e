import * as z from 'zod'
import { rights } from '../domain/rights.ts'
import { Id, Instant, line } from './common.ts'

/** What a personal access token begins with, so that people and scanners of secrets recognise one. */
export const tokenPrefix = 'pulse_'
/** The longest life of one, in days. */
export const maxTokenDays = 366

/** A personal access token, without the token itself. */
export const AccessToken = z
  .object({
    id: Id,
    name: z.string(),
    rights: z.array(z.enum(rights)).meta({ description: 'At most these; what its owner loses, it loses too.' }),
    createdAt: Instant,
    expiresAt: Instant,
    lastUsedAt: Instant.nullable().meta({ description: 'To a minute; null: never used.' }),
  })
  .meta({ id: 'AccessToken' })
export type AccessToken = z.infer<typeof AccessToken>

export const CreateAccessToken = z
  .strictObject({
    name: line(100),
    rights: z.array(z.enum(rights, 'must be a right of the product')).min(1, 'must hold at least one right').max(rights.length),
    days: z.int('must be a whole number').min(1, 'must be at least 1').max(maxTokenDays, `must be at most ${maxTokenDays}`),
  })
  .meta({ id: 'CreateAccessToken' })
export type CreateAccessToken = z.infer<typeof CreateAccessToken>

/** The token is shown this once: only its hash is kept. */
export const NewAccessToken = z.object({ token: z.string(), details: AccessToken }).meta({ id: 'NewAccessToken' })
export type NewAccessToken = z.infer<typeof NewAccessToken>
