/**
 * What the perimeter of who asks does to each route. A route that is not here does not compile: whoever adds one says
 * whether it can lead to a machine, and the matrix of rights (test/journeys/rights.test.ts) asks it from both sides.
 */
import type { OperationId } from './routes.ts'

/**
 * `none`: speaks of nothing that has an entity. `filters`: lists what is within. `forbids`: answers 403 for what is
 * outside. `whole`: needs the root in the perimeter. `limits`: nobody gives more than they hold themselves.
 */
type PerimeterKind = 'none' | 'filters' | 'forbids' | 'whole' | 'limits'

export const perimeters = {
  getHealth: 'none',
  getOpenApi: 'none',
  getSession: 'none',
  editPreferences: 'none',
  createLiveTicket: 'none',

  listSites: 'none',
  createSite: 'none',
  getSite: 'none',
  createEnrolmentToken: 'none',

  listMachines: 'filters',
  createMachine: 'forbids',
  getMachine: 'forbids',
  editMachine: 'forbids',
  deleteMachine: 'forbids',
  listMachineExecutions: 'forbids',
  probeMachines: 'forbids',

  listPackages: 'none',
  createPackage: 'none',
  getPackage: 'none',
  editPackage: 'none',
  deletePackage: 'none',
  addPackageFiles: 'none',
  completePackage: 'none',

  listDeployments: 'filters',
  createDeployment: 'forbids',
  getDeployment: 'forbids',
  listExecutions: 'forbids',
  stopDeployment: 'forbids',
  getExecution: 'forbids',
  readLog: 'forbids',

  listUsers: 'none',
  createUser: 'limits',
  getUser: 'none',
  editUser: 'limits',
  deleteUser: 'limits',
  resetPassword: 'limits',
  listUserGroups: 'none',
  createUserGroup: 'limits',
  getUserGroup: 'none',
  editUserGroup: 'limits',
  deleteUserGroup: 'limits',
  addMembers: 'limits',
  removeMember: 'limits',
  listProfiles: 'none',
  createProfile: 'limits',
  editProfile: 'limits',
  deleteProfile: 'limits',

  listEntities: 'filters',
  createEntity: 'forbids',
  editEntity: 'forbids',
  deleteEntity: 'forbids',
  assignMachines: 'forbids',
  getEntityRules: 'none',
  editEntityRules: 'whole',

  listAccessTokens: 'none',
  createAccessToken: 'none',
  revokeAccessToken: 'none',
  listAudit: 'none',
  exportAudit: 'none',

  enrolEdge: 'none',
  claimExecutions: 'none',
  sendReports: 'none',
  sendProbeResults: 'none',
  createEdgeLiveTicket: 'none',
} as const satisfies Record<OperationId, PerimeterKind>
