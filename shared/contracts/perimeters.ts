/**
 * What the perimeter of who asks does to each route. A route that is not here does not compile: whoever adds one says
 * whether it can lead to a machine, and the matrix of rights (test/journeys/rights.test.ts) asks it from both sides.
 */
import type { OperationId } from './routes.ts'

/**
 * `none`: speaks of nothing that has an entity. `filters`: lists what is within. `forbids`: answers 403 for what is
 * outside. `parts`: the same for what is wholly outside; of what is partly within, shows that part. `whole`: needs the root in the perimeter. `limits`: nobody gives more than they hold themselves.
 */
type PerimeterKind = 'none' | 'filters' | 'forbids' | 'parts' | 'whole' | 'limits'

export const perimeters = {
  getHealth: 'none',
  getOpenApi: 'none',
  getSession: 'none',
  editPreferences: 'none',
  createLiveTicket: 'none',

  listSites: 'none',
  createSite: 'none',
  getSite: 'none',
  editSite: 'none',
  getInventorySecret: 'none',
  rotateInventorySecret: 'none',
  createEnrolmentToken: 'none',

  listMachines: 'filters',
  exportMachines: 'filters',
  createMachine: 'forbids',
  importMachines: 'forbids',
  getMachine: 'forbids',
  editMachine: 'forbids',
  deleteMachine: 'forbids',
  foreseeDeletion: 'forbids',
  listMachineExecutions: 'forbids',
  probeMachines: 'forbids',

  getMachineInventory: 'forbids',
  listInventoryChanges: 'forbids',
  compareInventories: 'forbids',
  getInventorySince: 'forbids',
  mergeMachine: 'forbids',
  splitMachine: 'forbids',
  // Kept over the machines of every entity.
  listInventoryDoubts: 'whole',
  decideInventoryDoubt: 'whole',
  listInventoryRefusals: 'whole',
  listInventoryFields: 'none',
  suggestFieldValues: 'filters',
  countFieldValues: 'filters',
  exportFieldValues: 'filters',

  // Their content is `listMachines` by group.
  listGroups: 'none',
  createGroup: 'forbids',
  importGroup: 'filters',
  checkGroup: 'filters',
  listSharees: 'none',
  getGroup: 'filters',
  // What is stored of a group is the same whoever asks for it; how much of it anybody sees is theirs.
  editGroup: 'none',
  deleteGroup: 'none',
  changeGroupMembers: 'forbids',
  refreshGroup: 'none',
  shareGroup: 'none',

  listPackages: 'none',
  createPackage: 'none',
  getPackage: 'none',
  editPackage: 'none',
  deletePackage: 'none',
  addPackageFiles: 'none',
  completePackage: 'none',

  listBundles: 'none',
  createBundle: 'none',
  getBundle: 'none',
  editBundle: 'none',
  deleteBundle: 'none',

  listDeployments: 'filters',
  createDeployment: 'forbids',
  getDeployment: 'parts',
  listExecutions: 'parts',
  checkDeployment: 'forbids',
  checkIntervals: 'none',
  getReport: 'parts',
  exportReport: 'parts',
  stopDeployment: 'forbids',
  pauseDeployment: 'forbids',
  resumeDeployment: 'forbids',
  relaunchDeployment: 'forbids',
  stopExecution: 'forbids',
  pauseExecution: 'forbids',
  resumeExecution: 'forbids',
  relaunchExecution: 'forbids',
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
  applyEntityRules: 'whole',

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
  adviseOnAgent: 'none',
  relayInventory: 'none',
  uploadInventory: 'none',
  askForAgentTasks: 'none',
} as const satisfies Record<OperationId, PerimeterKind>
