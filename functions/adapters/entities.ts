import * as z from 'zod'
import { ruleKinds } from '#shared/domain/people/entity-rules.ts'
import type { Table } from './table.ts'

const treeKey = { pk: 'ENTITIES', sk: 'TREE' }
const rulesKey = { pk: 'ENTITIES', sk: 'RULES' }

export const EntityRecord = z.object({
  id: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  sshUser: z.string().nullable().default(null),
  sshPort: z.number().nullable().default(null),
})
export type EntityRecord = z.infer<typeof EntityRecord>
const Tree = z.object({ entities: z.array(EntityRecord), version: z.number() })
export type Tree = z.infer<typeof Tree>
const Rules = z.object({
  rules: z.array(z.object({ kind: z.enum(ruleKinds), value: z.string(), entityId: z.string() })),
  version: z.number(),
})
export type Rules = z.infer<typeof Rules>

/**
 * The tree is one item: every change is made to the version that was read, so that no two moves can make a circle
 * together. A thousand entities stay under DynamoDB's 400 KB.
 */
export const entityStore = (table: Table) => {
  const write = (key: typeof treeKey, content: Record<string, unknown>, version: number) =>
    version === 0
      ? table.create({ ...key, ...content, version: 1 })
      : table.update(key, { set: { ...content, version: version + 1 }, condition: '#version = :before', values: { ':before': version } })
  return {
    tree: async (): Promise<Tree> => {
      const found = await table.get(treeKey)
      return found ? Tree.parse(found) : { entities: [], version: 0 }
    },
    /** False: somebody else changed the tree meanwhile. */
    saveTree: (before: Tree, entities: readonly EntityRecord[]) => write(treeKey, { entities: [...entities] }, before.version),
    rules: async (): Promise<Rules> => {
      const found = await table.get(rulesKey)
      return found ? Rules.parse(found) : { rules: [], version: 0 }
    },
    saveRules: (rules: Rules['rules'], version: number) => write(rulesKey, { rules: [...rules] }, version),
    hasMachines: async (entityId: string): Promise<boolean> =>
      (await table.page({ pk: `ENTITY#${entityId}`, prefix: 'MACHINE#', consistent: true }, 1)).items.length > 0,
  }
}
export type EntityStore = ReturnType<typeof entityStore>
