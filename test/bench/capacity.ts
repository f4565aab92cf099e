/** Counts what calls to DynamoDB cost, as the service itself says with each answer. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'

const Consumed = z.object({ CapacityUnits: z.number() })
const Answer = z.object({ output: z.looseObject({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() }) })
const writes: ReadonlySet<string> = new Set([
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'BatchWriteItemCommand',
  'TransactWriteItemsCommand',
  'BatchExecuteStatementCommand',
])
const reads: ReadonlySet<string> = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand'])

export type Capacity = { reads: number; writes: number; calls: number }

/** From now on; set the numbers to 0 to begin anew. */
export const countCapacity = (client: DynamoDBDocumentClient): Capacity => {
  const total: Capacity = { reads: 0, writes: 0, calls: 0 }
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' })
      const answer = await next(args)
      const { ConsumedCapacity } = Answer.parse(answer).output
      const units = [ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
      total.calls += 1
      const name = context.commandName ?? ''
      if (writes.has(name)) total.writes += units
      else if (reads.has(name)) total.reads += units
      else throw new Error(`what ${name} costs is not known`)
      return answer
    },
    { step: 'initialize' },
  )
  return total
}
