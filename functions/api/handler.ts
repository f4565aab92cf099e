/** The door of the console and of scripts: every route that people may call. */
import { ulid } from 'ulid'
import type { OperationId } from '#shared/contracts/routes.ts'
import { bundleStore } from '../adapters/bundles.ts'
import { deploymentStore } from '../adapters/deployments.ts'
import { executionStore } from '../adapters/executions.ts'
import { liveSender, liveStore } from '../adapters/live.ts'
import { machineStore } from '../adapters/machines.ts'
import { contentStore, packageStore } from '../adapters/packages.ts'
import { queue } from '../adapters/queues.ts'
import { siteStore } from '../adapters/sites.ts'
import { Table } from '../adapters/table.ts'
import { documentClient, liveClient, s3Client, sqsClient } from '../runtime/clients.ts'
import { ApiConfig, readConfig } from '../runtime/config.ts'
import { type Handlers, httpDoor } from '../runtime/http.ts'
import { identifyPerson, type Person } from '../runtime/people.ts'
import { createBundle, deleteBundle, editBundle, getBundle, listBundles } from '../use-cases/bundles.ts'
import { checkIntervals } from '../use-cases/check-intervals.ts'
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
import { createTicket } from '../use-cases/live.ts'
import { createMachine, deleteMachine, editMachine, getMachine, listMachines, probeMachines } from '../use-cases/machines.ts'
import { addFiles, completePackage, createPackage, deletePackage, editPackage, getPackage, listPackages } from '../use-cases/packages.ts'
import { createEnrolmentToken, createSite, editSite, getSite, listSites } from '../use-cases/sites.ts'
import { openApi } from './openapi.ts'

const config = readConfig(ApiConfig)
const documents = documentClient()
const table = new Table(documents, config.TABLE_NAME)
const sqs = sqsClient()
const connections = liveStore(table)
const ports = {
  sites: siteStore(table),
  machines: machineStore(table),
  packages: packageStore(table),
  bundles: bundleStore(table),
  contents: contentStore(s3Client(), config.PACKAGES_BUCKET_NAME),
  deployments: deploymentStore(table),
  executions: executionStore(new Table(documents, config.EXECUTIONS_TABLE_NAME)),
  connections,
  live: liveSender(connections, liveClient(config.LIVE_ENDPOINT)),
  expandQueue: queue(sqs, config.EXPAND_QUEUE_URL),
  alarmsQueue: queue(sqs, config.ALARMS_QUEUE_URL),
  newId: () => ulid(),
  now: () => Date.now(),
}

type EdgeOperation = 'enrolEdge' | 'claimExecutions' | 'sendReports' | 'sendProbeResults' | 'createEdgeLiveTicket'
export type PeopleOperation = Exclude<OperationId, EdgeOperation>

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
    await deleteMachine(ports, params.id)
    return undefined
  },
  listMachineExecutions: ({ params, query }) => listMachineExecutions(ports, params.id, query),
  probeMachines: ({ body }) => probeMachines(ports, body.machineIds),

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
