'use client'
/** Pause, resume, stop and relaunch, of a deployment or of one of its executions; what is on screen follows at once. */
import { useQueryClient } from '@tanstack/react-query'
import type { Deployment, DeploymentWithSites, Execution, RelaunchDeployment } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import type { Action } from './actions.ts'

export type Order =
  | { readonly action: Exclude<Action, 'stop' | 'relaunch'> }
  | { readonly action: 'stop'; readonly interrupt: boolean }
  | { readonly action: 'relaunch'; readonly body: RelaunchDeployment }

export const useActOnDeployment = () => {
  const api = useApi()
  const client = useQueryClient()
  const ask = (id: string, order: Order): Promise<Deployment> => {
    const params = { id }
    switch (order.action) {
      case 'pause':
        return api.call(routes.pauseDeployment, { params })
      case 'resume':
        return api.call(routes.resumeDeployment, { params })
      case 'stop':
        return api.call(routes.stopDeployment, { params, body: { interrupt: order.interrupt } })
      case 'relaunch':
        return api.call(routes.relaunchDeployment, { params, body: order.body })
    }
  }
  return async (id: string, order: Order): Promise<void> => {
    const answer = await ask(id, order)
    client.setQueryData<DeploymentWithSites>([routes.getDeployment.path, id, null], (before) =>
      before ? { ...before, ...answer } : before,
    )
    for (const route of [routes.getDeployment, routes.listExecutions, routes.getReport])
      void client.invalidateQueries({ queryKey: [route.path, id] })
    void client.invalidateQueries({ queryKey: [routes.listDeployments.path] })
  }
}

export const useActOnExecution = () => {
  const api = useApi()
  const client = useQueryClient()
  const ask = (id: string, action: Action, interrupt: boolean): Promise<Execution> => {
    const params = { id }
    switch (action) {
      case 'pause':
        return api.call(routes.pauseExecution, { params })
      case 'resume':
        return api.call(routes.resumeExecution, { params })
      case 'stop':
        return api.call(routes.stopExecution, { params, body: { interrupt } })
      case 'relaunch':
        return api.call(routes.relaunchExecution, { params })
    }
  }
  return async ({ id, deploymentId, machine }: Execution, action: Action, interrupt = false): Promise<void> => {
    const answer = await ask(id, action, interrupt)
    client.setQueryData([routes.getExecution.path, id, null], answer)
    for (const [route, of] of [
      [routes.listExecutions, deploymentId],
      [routes.getDeployment, deploymentId],
      [routes.getReport, deploymentId],
      [routes.listMachineExecutions, machine.id],
    ] as const)
      void client.invalidateQueries({ queryKey: [route.path, of] })
  }
}
