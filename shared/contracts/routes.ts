/** Every route of the API. Validation, OpenAPI, the typed client, API Gateway's routes and the rights all come from here. */
import type { Route } from './route.ts'
import { auditRoutes } from './routes/audit.ts'
import { bundlesRoutes } from './routes/bundles.ts'
import { deploymentsRoutes } from './routes/deployments.ts'
import { edgeRoutes } from './routes/edge.ts'
import { entitiesRoutes } from './routes/entities.ts'
import { groupsRoutes } from './routes/groups.ts'
import { inventoryRoutes } from './routes/inventory.ts'
import { machinesRoutes } from './routes/machines.ts'
import { packagesRoutes } from './routes/packages.ts'
import { profilesRoutes } from './routes/profiles.ts'
import { sessionRoutes } from './routes/session.ts'
import { sitesRoutes } from './routes/sites.ts'
import { termsRoutes } from './routes/terms.ts'
import { tokensRoutes } from './routes/tokens.ts'
import { userGroupsRoutes } from './routes/user-groups.ts'
import { usersRoutes } from './routes/users.ts'

export const routes = {
  ...sessionRoutes,
  ...sitesRoutes,
  ...machinesRoutes,
  ...inventoryRoutes,
  ...termsRoutes,
  ...groupsRoutes,
  ...packagesRoutes,
  ...bundlesRoutes,
  ...deploymentsRoutes,
  ...usersRoutes,
  ...userGroupsRoutes,
  ...profilesRoutes,
  ...entitiesRoutes,
  ...tokensRoutes,
  ...auditRoutes,
  ...edgeRoutes,
} as const satisfies Record<string, Route>

export type OperationId = keyof typeof routes
export type Routes = typeof routes
