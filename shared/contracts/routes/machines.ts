/** Machines. */
import * as z from 'zod'
import { page, pageQuery } from '../common.ts'
import { Execution } from '../deployments.ts'
import { ImportBody, ImportQuery, ImportReport } from '../machine-import.ts'
import { CreateMachine, EditMachine, Machine, MachineFilterQuery, MachineQuery, ProbeMachines } from '../machines.ts'
import { route } from '../route.ts'
import { Accepted, byId, needs } from './pieces.ts'

export const machinesRoutes = {
  listMachines: route({
    method: 'GET',
    path: '/machines',
    tag: 'Machines',
    summary: 'Machines, by name',
    access: needs('machine:list'),
    query: MachineQuery,
    status: 200,
    response: page(Machine),
  }),
  exportMachines: route({
    method: 'GET',
    path: '/machines.csv',
    tag: 'Machines',
    summary: 'The list of machines as CSV, by the same filters',
    description: 'Up to 5 MB, which is about 30,000 machines; more is refused: narrow the list.',
    access: needs('machine:list'),
    query: MachineFilterQuery,
    status: 200,
    response: z.string(),
    media: 'text/csv; charset=utf-8',
  }),
  createMachine: route({
    method: 'POST',
    path: '/machines',
    tag: 'Machines',
    summary: 'Add a machine',
    access: needs('machine:create'),
    body: CreateMachine,
    status: 201,
    response: Machine,
  }),
  importMachines: route({
    method: 'POST',
    path: '/machines/import',
    tag: 'Machines',
    summary: 'Machines from elsewhere, as a list in JSON or CSV',
    description:
      'All or nothing: a line at fault keeps everything from being written, unless `partial=true`. The same list twice makes nothing new. To change machines that are there needs `machine:edit` too.',
    access: needs('machine:create'),
    query: ImportQuery,
    body: ImportBody,
    bodyText: 'text/csv',
    status: 200,
    response: ImportReport,
  }),
  getMachine: route({
    method: 'GET',
    path: '/machines/{id}',
    tag: 'Machines',
    summary: 'One machine',
    access: needs('machine:list'),
    params: byId,
    status: 200,
    response: Machine,
  }),
  editMachine: route({
    method: 'PATCH',
    path: '/machines/{id}',
    tag: 'Machines',
    summary: 'Change a machine, or accept another host key',
    access: needs('machine:edit'),
    params: byId,
    body: EditMachine,
    status: 200,
    response: Machine,
  }),
  deleteMachine: route({
    method: 'DELETE',
    path: '/machines/{id}',
    tag: 'Machines',
    summary: 'Delete a machine',
    access: needs('machine:delete'),
    params: byId,
    status: 204,
  }),
  listMachineExecutions: route({
    method: 'GET',
    path: '/machines/{id}/executions',
    tag: 'Machines',
    summary: 'What was deployed on a machine, latest first',
    access: needs('deployment:list'),
    params: byId,
    query: z.object(pageQuery),
    status: 200,
    response: page(Execution),
  }),
  probeMachines: route({
    method: 'POST',
    path: '/machine-probes',
    tag: 'Machines',
    summary: 'Ask the edge launchers to look at machines now; the lamps follow',
    access: needs('machine:probe'),
    body: ProbeMachines,
    status: 202,
    response: Accepted,
  }),
} as const
