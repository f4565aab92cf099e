/** What several routes share. */
import * as z from 'zod'
import type { Right } from '../../domain/rights.ts'
import { ExecutionId, Id } from '../common.ts'
import type { Access } from '../route.ts'

export const needs = <R extends Right>(right: R) => ({ kind: 'right', right }) as const satisfies Access
export const edge = { kind: 'edge' } as const satisfies Access
export const signedIn = { kind: 'signed-in' } as const satisfies Access
export const byId = z.object({ id: Id })
export const byExecution = z.object({ id: ExecutionId })
export const Accepted = z.object({ accepted: z.int() }).meta({ id: 'Accepted' })
