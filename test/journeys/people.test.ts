/** Users, groups of users, profiles, entities, tokens and the audit log, through the running product. */
import { describe } from 'vitest'
import { auditLog } from './people/audit-log.ts'
import { entitiesAndPerimeters } from './people/entities-and-perimeters.ts'
import { groupsAndProfiles } from './people/groups-and-profiles.ts'
import { tokens } from './people/tokens.ts'
import { users } from './people/users.ts'
import { runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')

describe('A4 users', () => users(product))
describe('A4 groups of users and profiles', () => groupsAndProfiles(product))
describe('entities and perimeters', () => entitiesAndPerimeters(product))
describe('personal access tokens', () => tokens(product))
describe('the audit log', () => auditLog(product))
