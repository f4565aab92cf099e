/**
 * Many single writes, each under the condition that an attribute is still what was read, in few calls. PartiQL's
 * batches are the only ones of DynamoDB that take conditions; a write costs the same units as by itself.
 */
import { BatchExecuteStatementCommand } from '@aws-sdk/lib-dynamodb'
import { inTurns, type Key, type Table } from './table.ts'

/** DynamoDB takes so many statements in a call. */
const mostInCall = 25
const mostTries = 8
const pauseMs = (tries: number): number => 20 * 2 ** tries * (0.5 + Math.random())
/** Nothing was written, and a moment later it can be. */
const passing: ReadonlySet<string> = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingError',
  'TransactionConflict',
])

/** null: there is no such item. */
export type Swap = { readonly key: Key; readonly before: Uint8Array | null; readonly after: Uint8Array | null }

const statementOf = (table: string, attribute: string, { key: { pk, sk }, before, after }: Swap) => {
  if (before === null)
    return { Statement: `INSERT INTO "${table}" VALUE {'pk': ?, 'sk': ?, '${attribute}': ?}`, Parameters: [pk, sk, after] }
  const where = `WHERE "pk" = ? AND "sk" = ? AND "${attribute}" = ?`
  return after === null
    ? { Statement: `DELETE FROM "${table}" ${where}`, Parameters: [pk, sk, before] }
    : { Statement: `UPDATE "${table}" SET "${attribute}" = ? ${where}`, Parameters: [after, pk, sk, before] }
}

/** Gives those whose item was not as expected; all others are written. Throws when the table does not take them. */
export const swapMany = async (table: Table, attribute: string, swaps: readonly Swap[]): Promise<readonly Swap[]> => {
  const wanted = swaps.filter(({ before, after }) => before !== null || after !== null)
  const parts = Array.from({ length: Math.ceil(wanted.length / mostInCall) }, (_, at) =>
    wanted.slice(at * mostInCall, (at + 1) * mostInCall),
  )
  const met: Swap[] = []
  await inTurns(parts, 4, async (part) => {
    let rest: readonly Swap[] = part
    for (let tries = 0; rest.length > 0; tries++) {
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs(tries)))
      const { Responses = [] } = await table.client.send(
        new BatchExecuteStatementCommand({ Statements: rest.map((swap) => statementOf(table.name, attribute, swap)) }),
      )
      const again: Swap[] = []
      for (const [at, swap] of rest.entries()) {
        const answer = Responses[at]
        if (!answer) throw new Error(`DynamoDB did not say what became of ${JSON.stringify(swap.key)}`)
        const code = answer.Error?.Code
        if (code === undefined) continue
        if (code === 'ConditionalCheckFailed' || code === 'DuplicateItem') met.push(swap)
        else if (passing.has(code) && tries < mostTries) again.push(swap)
        else throw new Error(`DynamoDB refused to write ${JSON.stringify(swap.key)}: ${code} ${answer.Error?.Message ?? ''}`)
      }
      rest = again
    }
  })
  return met
}
