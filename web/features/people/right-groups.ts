/** Rights as people read them: by what they are about, in the order of the console's menu. */
import { type Right, rights } from '#shared/domain/rights.ts'

export const rightRooms = ['machines', 'groups', 'packages', 'deployments', 'actions', 'sites', 'people'] as const
export type RightRoom = (typeof rightRooms)[number]

const roomOf = (right: Right): RightRoom => {
  const [object = ''] = right.split(':')
  switch (object) {
    case 'machine':
    case 'inventory':
      return 'machines'
    case 'group':
      return 'groups'
    case 'package':
      return 'packages'
    case 'deployment':
    case 'bundle':
      return 'deployments'
    case 'action':
      return 'actions'
    case 'site':
    case 'edge':
    case 'status':
      return 'sites'
    default:
      return 'people'
  }
}

export const rightsIn = (room: RightRoom): readonly Right[] => rights.filter((right) => roomOf(right) === room)
