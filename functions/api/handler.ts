/** The door of the console and of scripts: every route that people may call. */
import { ulid } from 'ulid'
import type { OperationId } from '#shared/contracts/routes.ts'
import type { Session } from '#shared/contracts/session.ts'
import { accessTokenStore } from '../adapters/access-tokens.ts'
import { cognitoAccounts } from '../adapters/accounts.ts'
import { agentStore } from '../adapters/agents.ts'
import { auditStore } from '../adapters/audit.ts'
import { bundleStore } from '../adapters/bundles.ts'
import { chunkMembers } from '../adapters/chunk-members.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { doubtStore } from '../adapters/doubts.ts'
import { entityStore } from '../adapters/entities.ts'
import { executionStore } from '../adapters/executions.ts'
import { groupStore } from '../adapters/groups.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { joinedMachines } from '../adapters/joined-machines.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { machineStore } from '../adapters/machines.ts'
import { contentStore, packageStore } from '../adapters/packages.ts'
import { queue } from '../adapters/queues.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { termBitmaps } from '../adapters/term-bitmaps.ts'
import { termValues } from '../adapters/term-values.ts'
import { profileStore, userGroupStore } from '../adapters/user-groups.ts'
import { userStore } from '../adapters/users.ts'
import { cognitoClient, documentClient, liveClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { ApiConfig, readConfig } from '../runtime/config.ts'
import type { EdgeOperation } from '../runtime/edge-operations.ts'
import { type Handlers, httpDoor } from '../runtime/http.ts'
import { identifyPerson, permitPerson } from '../runtime/people.ts'
import { witnessTo } from '../runtime/witness.ts'
import { applyEntityRules } from '../use-cases/apply-entity-rules.ts'
import { createBundle, deleteBundle, editBundle, getBundle, listBundles } from '../use-cases/bundles.ts'
import { checkIntervals } from '../use-cases/check-intervals.ts'
import { decideDoubt, showDoubt } from '../use-cases/decide-inventory.ts'
import {
  pauseDeployment,
  pauseExecution,
  relaunchDeployment,
  relaunchExecution,
  resumeDeployment,
  resumeExecution,
  stopDeployment,
  stopExecution,
} from '../use-cases/deployments/control.ts'
import { mustSeeGroup, withGroupSeen, withGroupsSeen } from '../use-cases/deployments/group.ts'
import { checkDeployment, createDeployment } from '../use-cases/deployments/launch.ts'
import {
  exportReport,
  getDeployment,
  getExecution,
  getReport,
  listDeployments,
  listExecutions,
  listMachineExecutions,
  readLog,
} from '../use-cases/deployments/read.ts'
import { fieldDictionaries } from '../use-cases/field-dictionaries.ts'
import { countFieldValues, exportFieldValues } from '../use-cases/field-values.ts'
import { foreseeDeletion } from '../use-cases/foresee-deletion.ts'
import { checkGroup } from '../use-cases/groups/check.ts'
import { createGroup, deleteGroup, editGroup, getGroup, refreshGroup } from '../use-cases/groups/groups.ts'
import { importGroup } from '../use-cases/groups/import.ts'
import { listGroups } from '../use-cases/groups/list.ts'
import { changeGroupMembers } from '../use-cases/groups/members.ts'
import { listSharees, shareGroup } from '../use-cases/groups/shares.ts'
import { importMachines } from '../use-cases/import/import-machines.ts'
import { compareInventories, getMachineInventory, listInventoryChanges } from '../use-cases/inventories.ts'
import { inventorySecretState, rotateInventorySecret } from '../use-cases/inventory-secrets.ts'
import { machinesSeenBy, mustSeeEverything } from '../use-cases/inventory-seen.ts'
import { getInventorySince } from '../use-cases/inventory-since.ts'
import { forgetInventory, mergeMachines, splitMachine } from '../use-cases/join-machines.ts'
import { lastSeen } from '../use-cases/last-seen.ts'
import { exportMachines, listMachines } from '../use-cases/list-machines.ts'
import { createTicket } from '../use-cases/live.ts'
import {
  assignMachines,
  createMachine,
  deleteMachine,
  editMachine,
  getMachine,
  machineSeenBy,
  probeMachines,
} from '../use-cases/machines.ts'
import { narrowedToEntity } from '../use-cases/narrowed-to-entity.ts'
import { addFiles, completePackage, createPackage, deletePackage, editPackage, getPackage, listPackages } from '../use-cases/packages.ts'
import { createAccessToken, listAccessTokens, revokeAccessToken } from '../use-cases/people/access-tokens.ts'
import { exportAudit, listAudit } from '../use-cases/people/audit.ts'
import { createEntity, deleteEntity, editEntity, editEntityRules, getEntityRules, listEntities } from '../use-cases/people/entities.ts'
import { type Person, peopleLoader } from '../use-cases/people/person.ts'
import { createProfile, deleteProfile, editProfile, listProfiles } from '../use-cases/people/profiles.ts'
import {
  addMembers,
  createUserGroup,
  deleteUserGroup,
  editUserGroup,
  getUserGroup,
  listUserGroups,
  removeMember,
} from '../use-cases/people/user-groups.ts'
import { createUser, deleteUser, editUser, getUser, listUsers, resetPassword } from '../use-cases/people/users.ts'
import { listInventoryFields, suggestFieldValues } from '../use-cases/search-terms.ts'
import { createEnrolmentToken, createSite, editSite, getSite, listSites } from '../use-cases/sites.ts'
import { openApi } from './openapi.ts'

const config = readConfig(ApiConfig)
const documents = documentClient()
const table = new Table(documents, config.TABLE_NAME)
const sqs = sqsClient()
const connections = liveStore(table)
const live = liveSender(connections, liveClient(config.LIVE_ENDPOINT))
const s3 = s3Client()
const machines = machineStore(table)
const peoplePorts = {
  users: userStore(table),
  userGroups: userGroupStore(table),
  profiles: profileStore(table),
  entities: entityStore(table),
  accounts: config.USER_POOL_ID === undefined ? null : cognitoAccounts(cognitoClient(), config.USER_POOL_ID),
  firstAdministrator: config.FIRST_ADMINISTRATOR ?? null,
  now: () => Date.now(),
}
/** A change made through another instance of this function is seen after this long at the latest. */
const keepPeopleMs = 30_000
const people = peopleLoader(peoplePorts, keepPeopleMs)
const ports = {
  ...peoplePorts,
  people,
  accessTokens: accessTokenStore(table),
  audit: auditStore(new Table(documents, config.AUDIT_TABLE_NAME)),
  sites: siteStore(table),
  machines,
  seen: lastSeen(machines, () => Date.now()),
  groups: groupStore(table),
  packages: packageStore(table),
  bundles: bundleStore(table),
  contents: contentStore(s3, config.PACKAGES_BUCKET_NAME),
  deployments: deploymentStore(table),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  connections,
  live,
  agents: agentStore(table),
  doubts: doubtStore(table),
  inventories: inventoryStore(table),
  joined: joinedMachines(table),
  objects: inventoryObjects(s3, config.INVENTORIES_BUCKET_NAME),
  inventoriesQueue: queue(sqs, config.INVENTORIES_QUEUE_URL),
  changed: () => live.changed(['machines']),
  expandQueue: queue(sqs, config.EXPAND_QUEUE_URL),
  alarmsQueue: queue(sqs, config.ALARMS_QUEUE_URL),
  bitmaps: termBitmaps(table),
  members: chunkMembers(table),
  dictionaries: fieldDictionaries(termValues(table), () => Date.now()),
  newId: () => ulid(),
}

type AgentOperation = 'uploadInventory' | 'askForAgentTasks'
export type PeopleOperation = Exclude<OperationId, EdgeOperation | AgentOperation>

const session = ({ id, subject, login, name, profiles, rights, entityIds, expert }: Person): Session => ({
  subject,
  userId: id,
  login,
  name,
  profiles: [...profiles],
  rights: [...rights],
  entityIds: [...entityIds],
  expert,
  accounts: ports.accounts ? 'here' : 'elsewhere',
})

const handlers: Handlers<PeopleOperation, Person> = {
  getHealth: async () => ({ status: 'ok', version: config.PULSE_VERSION }),
  getOpenApi: async () => openApi(config.PULSE_VERSION),
  getSession: async (_, by) => session(by),
  editPreferences: async ({ body }, by) => {
    await ports.users.setExpert(by.id, body.expert)
    people.forget(by.id)
    return session({ ...by, expert: body.expert })
  },
  createLiveTicket: (_, { subject, rights }) => createTicket(ports, { kind: 'person', subject, rights: [...rights] }),

  listSites: ({ query }) => listSites(ports, query),
  createSite: ({ body }) => createSite(ports, body),
  getSite: ({ params }) => getSite(ports, params.id),
  editSite: ({ params, body }) => editSite(ports, params.id, body),
  createEnrolmentToken: ({ params }) => createEnrolmentToken(ports, params.id),

  listMachines: ({ query }, by) => listMachines(ports, by, query),
  exportMachines: ({ query }, by) => exportMachines(ports, by, query),
  createMachine: ({ body }, by) => createMachine(ports, by, body),
  importMachines: ({ query, body }, by) => importMachines(ports, by, query, body),
  getMachine: ({ params }, by) => getMachine(ports, by, params.id),
  editMachine: ({ params, body }, by) => editMachine(ports, by, params.id, body),
  deleteMachine: ({ params }, by) => deleteMachine(ports, by, params.id, (id) => forgetInventory(ports, id)),
  foreseeDeletion: ({ params }, by) => foreseeDeletion(ports, by, params.id),
  listMachineExecutions: async ({ params, query }, by) => {
    await machineSeenBy(ports.machines, by, params.id)
    return listMachineExecutions(ports, params.id, query)
  },
  probeMachines: ({ body }, by) => probeMachines(ports, by, body.machineIds),

  getMachineInventory: async ({ params, query }, by) => {
    await machinesSeenBy(ports.machines, by, params.id)
    return getMachineInventory(ports, params.id, query.at)
  },
  listInventoryChanges: async ({ params, query }, by) => {
    await machinesSeenBy(ports.machines, by, params.id)
    return listInventoryChanges(ports, params.id, query)
  },
  compareInventories: async ({ params, query }, by) => {
    await machinesSeenBy(ports.machines, by, params.id)
    if (query.with !== undefined) await machineSeenBy(ports.machines, by, query.with, 'query.with')
    return compareInventories(ports, params.id, query)
  },
  getInventorySince: async ({ params, query }, by) => {
    await machinesSeenBy(ports.machines, by, params.id)
    return getInventorySince(ports, params.id, query)
  },
  mergeMachine: async ({ params, body }, by) => {
    await machinesSeenBy(ports.machines, by, params.id, body.machineId)
    return mergeMachines(ports, params.id, body.machineId)
  },
  splitMachine: async ({ params, body }, by) => {
    await machinesSeenBy(ports.machines, by, params.id)
    return splitMachine(ports, params.id, body.agentKey)
  },
  listInventoryDoubts: async ({ query }, by) => {
    mustSeeEverything(by)
    const { items, nextCursor } = await ports.doubts.list(query.state, query.limit, query.cursor)
    return { items: items.map(showDoubt), nextCursor }
  },
  decideInventoryDoubt: async ({ params, body }, by) => {
    mustSeeEverything(by)
    return decideDoubt(ports, params.id, body, by.name)
  },
  listInventoryFields: async () => listInventoryFields(),
  suggestFieldValues: ({ query }, by) => suggestFieldValues(ports, by, query),
  countFieldValues: async ({ query }, by) => countFieldValues(ports, await narrowedToEntity(ports.entities, by, query.entityId), query),
  exportFieldValues: async ({ query }, by) => exportFieldValues(ports, await narrowedToEntity(ports.entities, by, query.entityId), query),
  listInventoryRefusals: async ({ query }, by) => {
    mustSeeEverything(by)
    return ports.doubts.refusals(query)
  },
  getInventorySecret: ({ params }) => inventorySecretState(ports, params.id),
  rotateInventorySecret: ({ params, body }, by) => rotateInventorySecret(ports, params.id, body, by.name),

  listGroups: ({ query }, by) => listGroups(ports, by, query),
  createGroup: ({ body }, by) => createGroup(ports, by, body),
  importGroup: ({ body }, by) => importGroup(ports, by, body),
  checkGroup: ({ body }, by) => checkGroup(ports, by, body),
  listSharees: ({ query }) => listSharees(ports, query.text),
  getGroup: ({ params }, by) => getGroup(ports, by, params.id),
  editGroup: ({ params, body }, by) => editGroup(ports, by, params.id, body),
  deleteGroup: ({ params }, by) => deleteGroup(ports, by, params.id),
  changeGroupMembers: ({ params, body }, by) => changeGroupMembers(ports, by, params.id, body),
  refreshGroup: ({ params }, by) => refreshGroup(ports, by, params.id),
  shareGroup: ({ params, body }, by) => shareGroup(ports, by, params.id, body.shares),

  listPackages: ({ query }) => listPackages(ports, query),
  createPackage: ({ body }) => createPackage(ports, body),
  getPackage: ({ params }) => getPackage(ports, params.id),
  editPackage: ({ params, body }) => editPackage(ports, params.id, body),
  deletePackage: ({ params }) => deletePackage(ports, params.id),
  addPackageFiles: ({ params, body }) => addFiles(ports, params.id, body),
  completePackage: ({ params }) => completePackage(ports, params.id),

  listBundles: ({ query }) => listBundles(ports, query),
  createBundle: ({ body }, { name }) => createBundle(ports, body, name),
  getBundle: ({ params }) => getBundle(ports, params.id),
  editBundle: ({ params, body }) => editBundle(ports, params.id, body),
  deleteBundle: ({ params }) => deleteBundle(ports, params.id),

  listDeployments: async ({ query }, by) => {
    await mustSeeGroup(ports, by, query.groupId)
    const { items, nextCursor } = await listDeployments(ports, by, query)
    return { items: await withGroupsSeen(ports, by, items), nextCursor }
  },
  createDeployment: ({ body }, by, request) =>
    createDeployment(ports, body, { ...by, requestKey: request.headers['idempotency-key'] ?? null }),
  getDeployment: async ({ params }, by) => withGroupSeen(ports, by, await getDeployment(ports, by, params.id)),
  listExecutions: ({ params, query }, by) => listExecutions(ports, by, params.id, query),
  checkDeployment: ({ body }, by) => checkDeployment(ports, by, body),
  checkIntervals: async ({ body }) => checkIntervals(body),
  getReport: ({ params }, by) => getReport(ports, by, params.id),
  exportReport: ({ params, query }, by) => exportReport(ports, by, params.id, query.part),
  stopDeployment: async ({ params, body }, by) => withGroupSeen(ports, by, await stopDeployment(ports, by, params.id, body)),
  pauseDeployment: async ({ params }, by) => withGroupSeen(ports, by, await pauseDeployment(ports, by, params.id)),
  resumeDeployment: async ({ params }, by) => withGroupSeen(ports, by, await resumeDeployment(ports, by, params.id)),
  relaunchDeployment: async ({ params, body }, by) => withGroupSeen(ports, by, await relaunchDeployment(ports, by, params.id, body)),
  getExecution: ({ params }, by) => getExecution(ports, by, params.id),
  stopExecution: ({ params, body }, by) => stopExecution(ports, by, params.id, body),
  pauseExecution: ({ params }, by) => pauseExecution(ports, by, params.id),
  resumeExecution: ({ params }, by) => resumeExecution(ports, by, params.id),
  relaunchExecution: ({ params }, by) => relaunchExecution(ports, by, params.id),
  readLog: ({ params, query }, by) => readLog(ports, by, params.id, query),

  listUsers: ({ query }) => listUsers(ports, query),
  createUser: ({ body }, by) => createUser(ports, by, body),
  getUser: ({ params }) => getUser(ports, params.id),
  editUser: ({ params, body }, by) => editUser(ports, by, params.id, body),
  deleteUser: ({ params }, by) => deleteUser(ports, by, params.id),
  resetPassword: ({ params }, by) => resetPassword(ports, by, params.id),

  listUserGroups: ({ query }) => listUserGroups(ports, query),
  createUserGroup: ({ body }, by) => createUserGroup(ports, by, body),
  getUserGroup: ({ params }) => getUserGroup(ports, params.id),
  editUserGroup: ({ params, body }, by) => editUserGroup(ports, by, params.id, body),
  deleteUserGroup: ({ params }, by) => deleteUserGroup(ports, by, params.id),
  addMembers: ({ params, body }, by) => addMembers(ports, by, params.id, body.userIds),
  removeMember: async ({ params }, by) => {
    await removeMember(ports, by, params.id, params.userId)
    return undefined
  },

  listProfiles: () => listProfiles(ports),
  createProfile: ({ body }, by) => createProfile(ports, by, body),
  editProfile: ({ params, body }, by) => editProfile(ports, by, params.id, body),
  deleteProfile: ({ params }, by) => deleteProfile(ports, by, params.id),

  listEntities: (_, by) => listEntities(ports, by),
  createEntity: ({ body }, by) => createEntity(ports, by, body),
  editEntity: ({ params, body }, by) => editEntity(ports, by, params.id, body),
  deleteEntity: ({ params }, by) => deleteEntity(ports, by, params.id),
  assignMachines: ({ params, body }, by) => assignMachines(ports, by, params.id, body.machineIds),
  getEntityRules: () => getEntityRules(ports),
  editEntityRules: ({ body }, by) => editEntityRules(ports, by, body),
  applyEntityRules: ({ query }, by) => applyEntityRules(ports, by, query.cursor),

  listAccessTokens: (_, by) => listAccessTokens(ports, by),
  createAccessToken: ({ body }, by) => createAccessToken(ports, by, body),
  revokeAccessToken: ({ params }, by) => revokeAccessToken(ports, by, params.id),

  listAudit: ({ query }) => listAudit(ports, query),
  exportAudit: ({ query }) => exportAudit(ports, query),
}

export const handler = httpDoor(handlers, {
  identify: identifyPerson(people, ports),
  permit: permitPerson,
  witness: witnessTo(ports.audit, ports),
})
