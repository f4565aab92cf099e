/** The door of the console and of scripts: every route that people may call. */
import { ulid } from 'ulid'
import type { OperationId } from '#shared/contracts/routes.ts'
import { agentStore } from '../adapters/agents.ts'
import { bundleStore } from '../adapters/bundles.ts'
import { chunkMembers } from '../adapters/chunk-members.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { doubtStore } from '../adapters/doubts.ts'
import { executionStore } from '../adapters/executions.ts'
import { inventoryStore } from '../adapters/inventories.ts'
import { inventoryObjects } from '../adapters/inventory-objects.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { machineStore } from '../adapters/machines.ts'
import { contentStore, packageStore } from '../adapters/packages.ts'
import { queue } from '../adapters/queues.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { termBitmaps } from '../adapters/term-bitmaps.ts'
import { termValues } from '../adapters/term-values.ts'
import { documentClient, liveClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { ApiConfig, readConfig } from '../runtime/config.ts'
import { type Handlers, httpDoor } from '../runtime/http.ts'
import { identifyPerson, type Person } from '../runtime/people.ts'
import { createBundle, deleteBundle, editBundle, getBundle, listBundles } from '../use-cases/bundles.ts'
import { checkIntervals } from '../use-cases/check-intervals.ts'
import { decideDoubt, forgetInventory, mergeMachines, showDoubt, splitMachine } from '../use-cases/decide-inventory.ts'
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
import { compareInventories, getInventorySince, getMachineInventory, listInventoryChanges } from '../use-cases/inventories.ts'
import { rotateInventorySecret } from '../use-cases/inventory-secrets.ts'
import { createTicket } from '../use-cases/live.ts'
import { createMachine, deleteMachine, editMachine, getMachine, listMachines, probeMachines } from '../use-cases/machines.ts'
import { addFiles, completePackage, createPackage, deletePackage, editPackage, getPackage, listPackages } from '../use-cases/packages.ts'
import { countFieldValues, exportFieldValues, listInventoryFields, suggestFieldValues } from '../use-cases/search-terms.ts'
import { createEnrolmentToken, createSite, editSite, getSite, listSites } from '../use-cases/sites.ts'
import { openApi } from './openapi.ts'

const config = readConfig(ApiConfig)
const documents = documentClient()
const table = new Table(documents, config.TABLE_NAME)
const sqs = sqsClient()
const connections = liveStore(table)
const live = liveSender(connections, liveClient(config.LIVE_ENDPOINT))
const s3 = s3Client()
const terms = queue(sqs, config.TERMS_QUEUE_URL)
const ports = {
  sites: siteStore(table),
  machines: machineStore(table),
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
  objects: inventoryObjects(s3, config.INVENTORIES_BUCKET_NAME),
  inventoriesQueue: queue(sqs, config.INVENTORIES_QUEUE_URL),
  changed: async (machineId: string) => {
    await terms.send({ machineId })
    await live.changed(['machines'])
  },
  expandQueue: queue(sqs, config.EXPAND_QUEUE_URL),
  alarmsQueue: queue(sqs, config.ALARMS_QUEUE_URL),
  bitmaps: termBitmaps(table),
  members: chunkMembers(table),
  dictionaries: fieldDictionaries(termValues(table), () => Date.now()),
  newId: () => ulid(),
  now: () => Date.now(),
}

type EdgeOperation =
  | 'enrolEdge'
  | 'claimExecutions'
  | 'sendReports'
  | 'sendProbeResults'
  | 'createEdgeLiveTicket'
  | 'relayInventory'
  | 'adviseOnAgent'
type AgentOperation = 'uploadInventory' | 'askForAgentTasks'
export type PeopleOperation = Exclude<OperationId, EdgeOperation | AgentOperation>

const handlers: Handlers<PeopleOperation, Person> = {
  getHealth: async () => ({ status: 'ok', version: config.PULSE_VERSION }),
  getOpenApi: async () => openApi(config.PULSE_VERSION),
  getSession: async (_, { subject, name, profiles, rights }) => ({ subject, name, profiles: [...profiles], rights: [...rights] }),
  createLiveTicket: (_, { subject, rights }) => createTicket(ports, { kind: 'person', subject, rights: [...rights] }),

  listSites: ({ query }) => listSites(ports, query),
  createSite: ({ body }) => createSite(ports, body),
  getSite: ({ params }) => getSite(ports, params.id),
  editSite: ({ params, body }) => editSite(ports, params.id, body),
  createEnrolmentToken: ({ params }) => createEnrolmentToken(ports, params.id),

  listMachines: ({ query }) => listMachines(ports, query),
  createMachine: ({ body }) => createMachine(ports, body),
  getMachine: ({ params }) => getMachine(ports, params.id),
  editMachine: ({ params, body }) => editMachine(ports, params.id, body),
  deleteMachine: async ({ params }) => {
    await deleteMachine(ports, params.id, (id) => forgetInventory(ports, id))
    return undefined
  },
  listMachineExecutions: ({ params, query }) => listMachineExecutions(ports, params.id, query),
  probeMachines: ({ body }) => probeMachines(ports, body.machineIds),

  getMachineInventory: ({ params, query }) => getMachineInventory(ports, params.id, query.at),
  listInventoryChanges: ({ params, query }) => listInventoryChanges(ports, params.id, query),
  compareInventories: ({ params, query }) => compareInventories(ports, params.id, query),
  getInventorySince: ({ params, query }) => getInventorySince(ports, params.id, query),
  mergeMachine: ({ params, body }) => mergeMachines(ports, params.id, body.machineId),
  splitMachine: ({ params, body }) => splitMachine(ports, params.id, body.agentKey),
  listInventoryDoubts: async ({ query }) => {
    const { items, nextCursor } = await ports.doubts.list(query.state, query.limit, query.cursor)
    return { items: items.map(showDoubt), nextCursor }
  },
  decideInventoryDoubt: ({ params, body }, { name }) => decideDoubt(ports, params.id, body, name),
  listInventoryFields: async () => listInventoryFields(),
  suggestFieldValues: ({ query }) => suggestFieldValues(ports, query),
  countFieldValues: ({ query }) => countFieldValues(ports, query),
  exportFieldValues: ({ query }) => exportFieldValues(ports, query),
  listInventoryRefusals: ({ query }) => ports.doubts.refusals(query.limit, query.cursor),
  rotateInventorySecret: ({ params, body }) => rotateInventorySecret(ports, params.id, body),

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

  listBundles: ({ query }) => listBundles(ports, query),
  createBundle: ({ body }, { name }) => createBundle(ports, body, name),
  getBundle: ({ params }) => getBundle(ports, params.id),
  editBundle: ({ params, body }) => editBundle(ports, params.id, body),
  deleteBundle: async ({ params }) => {
    await deleteBundle(ports, params.id)
    return undefined
  },

  listDeployments: ({ query }) => listDeployments(ports, query),
  createDeployment: ({ body }, { subject, name }, request) =>
    createDeployment(ports, body, { subject, name, requestKey: request.headers['idempotency-key'] ?? null }),
  getDeployment: ({ params }) => getDeployment(ports, params.id),
  listExecutions: ({ params, query }) => listExecutions(ports, params.id, query),
  checkDeployment: ({ body }) => checkDeployment(ports, body),
  checkIntervals: async ({ body }) => checkIntervals(body),
  getReport: ({ params }) => getReport(ports, params.id),
  exportReport: ({ params, query }) => exportReport(ports, params.id, query.part),
  stopDeployment: ({ params, body }) => stopDeployment(ports, params.id, body),
  pauseDeployment: ({ params }) => pauseDeployment(ports, params.id),
  resumeDeployment: ({ params }) => resumeDeployment(ports, params.id),
  relaunchDeployment: ({ params, body }) => relaunchDeployment(ports, params.id, body),
  getExecution: ({ params }) => getExecution(ports, params.id),
  stopExecution: ({ params, body }) => stopExecution(ports, params.id, body),
  pauseExecution: ({ params }) => pauseExecution(ports, params.id),
  resumeExecution: ({ params }) => resumeExecution(ports, params.id),
  relaunchExecution: ({ params }) => relaunchExecution(ports, params.id),
  readLog: ({ params, query }) => readLog(ports, params.id, query),
}

export const handler = httpDoor(handlers, identifyPerson)
