/** The door of the console and of scripts: every route that people may call. */
import { ulid } from 'ulid'
import type { OperationId } from '#shared/contracts/routes.ts'
import type { Session } from '#shared/contracts/session.ts'
import { accessTokenStore } from '../adapters/access-tokens.ts'
import { cognitoAccounts } from '../adapters/accounts.ts'
import { auditStore } from '../adapters/audit.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { entityStore } from '../adapters/entities.ts'
import { executionStore } from '../adapters/executions.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { machineStore } from '../adapters/machines.ts'
import { contentStore, packageStore } from '../adapters/packages.ts'
import { queue } from '../adapters/queues.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { profileStore, userGroupStore } from '../adapters/user-groups.ts'
import { userStore } from '../adapters/users.ts'
import { cognitoClient, documentClient, liveClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { ApiConfig, readConfig } from '../runtime/config.ts'
import { type Handlers, httpDoor } from '../runtime/http.ts'
import { identifyPerson, permitPerson } from '../runtime/people.ts'
import { witnessTo } from '../runtime/witness.ts'
import {
  createDeployment,
  getDeployment,
  getExecution,
  listDeployments,
  listExecutions,
  readLog,
  showExecution,
  stopDeployment,
} from '../use-cases/deployments.ts'
import { createTicket } from '../use-cases/live.ts'
import {
  assignMachines,
  createMachine,
  deleteMachine,
  editMachine,
  getMachine,
  listMachines,
  machineSeenBy,
  probeMachines,
} from '../use-cases/machines.ts'
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
import { createEnrolmentToken, createSite, getSite, listSites } from '../use-cases/sites.ts'
import { openApi } from './openapi.ts'

const config = readConfig(ApiConfig)
const documents = documentClient()
const table = new Table(documents, config.TABLE_NAME)
const sqs = sqsClient()
const connections = liveStore(table)
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
  machines: machineStore(table),
  packages: packageStore(table),
  contents: contentStore(s3Client(), config.PACKAGES_BUCKET_NAME),
  deployments: deploymentStore(table),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  connections,
  live: liveSender(connections, liveClient(config.LIVE_ENDPOINT)),
  expandQueue: queue(sqs, config.EXPAND_QUEUE_URL),
  alarmsQueue: queue(sqs, config.ALARMS_QUEUE_URL),
  newId: () => ulid(),
}

type EdgeOperation = 'enrolEdge' | 'claimExecutions' | 'sendReports' | 'sendProbeResults' | 'createEdgeLiveTicket'
export type PeopleOperation = Exclude<OperationId, EdgeOperation>

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
  createEnrolmentToken: ({ params }) => createEnrolmentToken(ports, params.id),

  listMachines: ({ query }, by) => listMachines(ports, by, query),
  createMachine: ({ body }, by) => createMachine(ports, by, body),
  getMachine: ({ params }, by) => getMachine(ports, by, params.id),
  editMachine: ({ params, body }, by) => editMachine(ports, by, params.id, body),
  deleteMachine: async ({ params }, by) => {
    await deleteMachine(ports, by, params.id)
    return undefined
  },
  listMachineExecutions: async ({ params, query }, by) => {
    await machineSeenBy(ports.machines, by, params.id)
    const { items, nextCursor } = await ports.executions.ofMachine(params.id, query.limit, query.cursor)
    return { items: items.map(showExecution), nextCursor }
  },
  probeMachines: ({ body }, by) => probeMachines(ports, by, body.machineIds),

  listPackages: ({ query }) => listPackages(ports, query),
  createPackage: ({ body }) => createPackage(ports, body),
  getPackage: ({ params }) => getPackage(ports, params.id),
  editPackage: ({ params, body }) => editPackage(ports, params.id, body),
  deletePackage: async ({ params }) => {
    await deletePackage(ports, params.id)
    return undefined
  },
  addPackageFiles: ({ params, body }) => addFiles(ports, params.id, body),
  completePackage: ({ params }) => completePackage(ports, params.id),

  listDeployments: ({ query }, by) => listDeployments(ports, by, query),
  createDeployment: ({ body }, { subject, name, perimeter }, request) =>
    createDeployment(ports, body, { subject, name, perimeter, requestKey: request.headers['idempotency-key'] ?? null }),
  getDeployment: ({ params }, by) => getDeployment(ports, by, params.id),
  listExecutions: ({ params, query }, by) => listExecutions(ports, by, params.id, query),
  stopDeployment: ({ params }, by) => stopDeployment(ports, by, params.id),
  getExecution: ({ params }, by) => getExecution(ports, by, params.id),
  readLog: ({ params, query }, by) => readLog(ports, by, params.id, query),

  listUsers: ({ query }) => listUsers(ports, query),
  createUser: ({ body }, by) => createUser(ports, by, body),
  getUser: ({ params }) => getUser(ports, params.id),
  editUser: ({ params, body }, by) => editUser(ports, by, params.id, body),
  deleteUser: async ({ params }, by) => {
    await deleteUser(ports, by, params.id)
    return undefined
  },
  resetPassword: ({ params }, by) => resetPassword(ports, by, params.id),

  listUserGroups: ({ query }) => listUserGroups(ports, query),
  createUserGroup: ({ body }, by) => createUserGroup(ports, by, body),
  getUserGroup: ({ params }) => getUserGroup(ports, params.id),
  editUserGroup: ({ params, body }, by) => editUserGroup(ports, by, params.id, body),
  deleteUserGroup: async ({ params }, by) => {
    await deleteUserGroup(ports, by, params.id)
    return undefined
  },
  addMembers: ({ params, body }, by) => addMembers(ports, by, params.id, body.userIds),
  removeMember: async ({ params }, by) => {
    await removeMember(ports, by, params.id, params.userId)
    return undefined
  },

  listProfiles: () => listProfiles(ports),
  createProfile: ({ body }, by) => createProfile(ports, by, body),
  editProfile: ({ params, body }, by) => editProfile(ports, by, params.id, body),
  deleteProfile: async ({ params }, by) => {
    await deleteProfile(ports, by, params.id)
    return undefined
  },

  listEntities: (_, by) => listEntities(ports, by),
  createEntity: ({ body }, by) => createEntity(ports, by, body),
  editEntity: ({ params, body }, by) => editEntity(ports, by, params.id, body),
  deleteEntity: async ({ params }, by) => {
    await deleteEntity(ports, by, params.id)
    return undefined
  },
  assignMachines: ({ params, body }, by) => assignMachines(ports, by, params.id, body.machineIds),
  getEntityRules: () => getEntityRules(ports),
  editEntityRules: ({ body }, by) => editEntityRules(ports, by, body),

  listAccessTokens: (_, by) => listAccessTokens(ports, by),
  createAccessToken: ({ body }, by) => createAccessToken(ports, by, body),
  revokeAccessToken: async ({ params }, by) => {
    await revokeAccessToken(ports, by, params.id)
    return undefined
  },

  listAudit: ({ query }) => listAudit(ports, query),
  exportAudit: ({ query }) => exportAudit(ports, query),
}

export const handler = httpDoor(handlers, {
  identify: identifyPerson(people, ports),
  permit: permitPerson,
  witness: witnessTo(ports.audit, ports),
})
