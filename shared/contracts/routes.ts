/** Every route of the API. Validation, OpenAPI, the typed client, API Gateway's routes and the rights all come from here. */
import type { Route } from './route.ts'
import { bundlesRoutes } from './routes/bundles.ts'
import { deploymentsRoutes } from './routes/deployments.ts'
import { edgeRoutes } from './routes/edge.ts'
import { inventoryRoutes } from './routes/inventory.ts'
import { machinesRoutes } from './routes/machines.ts'
import { packagesRoutes } from './routes/packages.ts'
import { sessionRoutes } from './routes/session.ts'
import { sitesRoutes } from './routes/sites.ts'
import { termsRoutes } from './routes/terms.ts'

export const routes = {
  ...sessionRoutes,
  ...sitesRoutes,
  ...machinesRoutes,
  ...inventoryRoutes,
  ...termsRoutes,
  ...packagesRoutes,
  ...bundlesRoutes,
  ...deploymentsRoutes,
  ...edgeRoutes,
} as const satisfies Record<string, Route>

export type OperationId = keyof typeof routes
export type Routes = typeof routes
