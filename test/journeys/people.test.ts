/** Users, groups of users, profiles, entities, tokens and the audit log, through the running product. */
import { entitiesAndPerimeters } from './people/entities-and-perimeters.ts'
import { groupsAndProfiles } from './people/groups-and-profiles.ts'
import { tokensAndAudit } from './people/tokens-and-audit.ts'
import { users } from './people/users.ts'
import { runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')

users(product)
groupsAndProfiles(product)
entitiesAndPerimeters(product)
tokensAndAudit(product)
