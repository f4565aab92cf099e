/** Deployments, their executions and logs. */
import * as z from 'zod'
import { page, pageQuery } from '../common.ts'
import { CreateDeployment, Deployment, Execution, ExecutionQuery, LogLine, LogQuery } from '../deployments.ts'
import { route } from '../route.ts'
import { byExecution, byId, needs } from './pieces.ts'

export const deploymentsRoutes = {
  listDeployments: route({
    method: 'GET',
    path: '/deployments',
    tag: 'Deployments',
    summary: 'Deployments, latest first',
    access: needs('deployment:list'),
    query: z.object(pageQuery),
    status: 200,
    response: page(Deployment),
  }),
  createDeployment: route({
    method: 'POST',
    path: '/deployments',
    tag: 'Deployments',
    summary: 'Deploy a package on machines',
    description: 'Send `Idempotency-Key` to make a repeated request harmless: the same key returns the deployment made the first time.',
    access: needs('deployment:create'),
    body: CreateDeployment,
    status: 201,
    response: Deployment,
  }),
  getDeployment: route({
    method: 'GET',
    path: '/deployments/{id}',
    tag: 'Deployments',
    summary: 'One deployment with its counts',
    access: needs('deployment:list'),
    params: byId,
    status: 200,
    response: Deployment,
  }),
  listExecutions: route({
    method: 'GET',
    path: '/deployments/{id}/executions',
    tag: 'Deployments',
    summary: 'The executions of a deployment, by machine',
    access: needs('deployment:list'),
    params: byId,
    query: ExecutionQuery,
    status: 200,
    response: page(Execution),
  }),
  stopDeployment: route({
    method: 'POST',
    path: '/deployments/{id}/stop',
    tag: 'Deployments',
    summary: 'Stop: at once what has not begun, at the end of its phase what runs',
    access: needs('deployment:stop'),
    params: byId,
    status: 202,
    response: Deployment,
  }),
  getExecution: route({
    method: 'GET',
    path: '/executions/{id}',
    tag: 'Deployments',
    summary: 'One execution',
    access: needs('deployment:list'),
    params: byExecution,
    status: 200,
    response: Execution,
  }),
  readLog: route({
    method: 'GET',
    path: '/executions/{id}/log',
    tag: 'Deployments',
    summary: 'The log of an execution, oldest first',
    description:
      'Pass `nextCursor` to go on; at the end of what there is, `nextCursor` is kept so that a later call gets only what came since.',
    access: needs('deployment:log'),
    params: byExecution,
    query: LogQuery,
    status: 200,
    response: z
      .object({
        items: z.array(LogLine),
        nextCursor: z.string().nullable(),
        complete: z.boolean().meta({ description: 'Nothing more to read now.' }),
      })
      .meta({ id: 'Log' }),
  }),
} as const
