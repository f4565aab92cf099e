/** Groups as they are stored. */
import type { GroupRecord, StoredCriterion } from '../../functions/adapters/group-records.ts'

export const group = (id: string, change: Partial<GroupRecord>): GroupRecord => ({
  id,
  name: id,
  description: '',
  kind: 'static',
  mode: null,
  visible: false,
  criteria: [],
  expression: null,
  ownerId: 'somebody',
  shares: [],
  storedAt: null,
  createdAt: '2026-11-25T12:00:00.000Z',
  updatedAt: '2026-11-25T12:00:00.000Z',
  version: 1,
  ...change,
})

export const inGroup = (groupId: string): StoredCriterion => ({ module: 'dyngroup', field: 'groupname', groupId })
