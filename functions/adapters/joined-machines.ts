/** Two machines become one, one becomes two: each in one transaction, so that nothing is ever half done. */
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { headKey, type InventoryHead, identityKey } from './inventories.ts'
import type { Table } from './table.ts'

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>

export const joinedMachines = (table: Table) => {
  /** `before`: null where the machine had no inventory. */
  const putHead = (before: InventoryHead | null, after: InventoryHead): Writes[number] => ({
    Put: {
      TableName: table.name,
      Item: { ...headKey(after.machineId), ...after },
      ...(before === null
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': before.version } }),
    },
  })
  /** A person's word: this agent is of this machine, whatever the evidence. */
  const decide = (agentKey: string, machineId: string): Writes[number] => ({
    Put: { TableName: table.name, Item: { ...identityKey(agentKey), key: agentKey, machineId, decided: true } },
  })

  return {
    /**
     * `gone` and its inventory are deleted by `removal`, its agents and its other keys are of the one that stays. False:
     * somebody wrote about one of them meanwhile.
     */
    merge: async (keep: { before: InventoryHead | null; after: InventoryHead }, gone: InventoryHead, removal: Writes): Promise<boolean> => {
      const agents = gone.sources.map(({ agentKey }) => agentKey)
      const others = gone.keys.filter((key) => !agents.includes(key))
      const failed = await table.transact([
        putHead(keep.before, keep.after),
        ...agents.map((key) => decide(key, keep.after.machineId)),
        ...others.map((key) => ({
          Put: { TableName: table.name, Item: { ...identityKey(key), key, machineId: keep.after.machineId } },
        })),
        {
          Delete: {
            TableName: table.name,
            Key: headKey(gone.machineId),
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: { ':version': gone.version },
          },
        },
        ...removal,
      ])
      return failed.length === 0
    },
    /** `made` is new, with the agent that leaves. False: an inventory of the machine came in meanwhile. */
    split: async (
      left: { before: InventoryHead; after: InventoryHead },
      made: { machine: Record<string, unknown>; intoEntity: Writes[number]; head: InventoryHead; agentKey: string },
    ): Promise<boolean> => {
      const failed = await table.transact([
        putHead(left.before, left.after),
        { Put: { TableName: table.name, Item: made.machine, ConditionExpression: 'attribute_not_exists(pk)' } },
        made.intoEntity,
        putHead(null, made.head),
        decide(made.agentKey, made.head.machineId),
      ])
      return failed.length === 0
    },
  }
}
export type JoinedMachines = ReturnType<typeof joinedMachines>
