import { describe, expect, it } from 'vitest'
import { BundleMembers } from '#shared/contracts/bundles.ts'
import { type Member, membersSent, stagesOf, withPackage } from './members.ts'

const member = (packageId: string, order: string): Member => ({ packageId, order, label: packageId, version: '1', size: 1 })

describe('E5 the packages of a bundle', () => {
  it('of equal order stand side by side, in the order of the manual', () => {
    const stages = stagesOf([member('c', '2'), member('a', '1'), member('b', '1'), member('d', '10')])
    expect(stages.map(({ order, members }) => [order, members.map(({ packageId }) => packageId)])).toEqual([
      [1, ['a', 'b']],
      [2, ['c']],
      [10, ['d']],
    ])
  })
  it('come after those that are there, and each once', () => {
    const item = {
      id: 'x',
      label: 'X',
      version: '1',
      description: '',
      repository: 'common',
      command: 'x',
      commandName: '',
      rebootNeeded: false,
      status: 'ready' as const,
      size: 1,
      fileCount: 1,
      manifestSha256: null,
      createdAt: '',
      updatedAt: '',
    }
    const members = withPackage([member('a', '1'), member('b', '4')], item)
    expect(members.at(-1)).toMatchObject({ packageId: 'x', order: '5' })
    expect(withPackage(members, item)).toBe(members)
    expect(withPackage([], item)[0]?.order).toBe('1')
  })
  it('with an order that is no number are refused at that member', () => {
    const refused = BundleMembers.safeParse(membersSent([member('a', '1'), member('b', ' ')]))
    expect(refused.error?.issues.map(({ path }) => path)).toEqual([[1, 'order']])
  })
})
