/** Which items of a batch a function reported as failed. Pure. */
import * as z from 'zod'
import type { Invocation } from '../functions/instance.ts'

const Response = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish()

/**
 * `all`: the whole batch is to be tried again, which is also what AWS does with an answer that names an item that was
 * not in the batch.
 */
export const failedItems = (invocation: Invocation, sent: readonly string[], reportsFailures: boolean): 'all' | ReadonlySet<string> => {
  if (invocation.kind === 'error') return 'all'
  if (!reportsFailures) return new Set()
  const parsed = Response.safeParse(JSON.parse(invocation.payload))
  if (!parsed.success) return 'all'
  const failed = new Set(parsed.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? [])
  return [...failed].every((id) => sent.includes(id)) ? failed : 'all'
}
