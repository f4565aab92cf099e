/** A person pauses, resumes, stops or launches again: the whole deployment, or one machine of it. */
import type { Deployment, Execution, RelaunchDeployment } from '#shared/contracts/deployments.ts'
import { type DeploymentState, isDeploymentOver } from '#shared/domain/deployment/deployment-state.ts'
import type { ExecutionFacts, Request } from '#shared/domain/deployment/execution.ts'
import type { Control } from '#shared/domain/deployment/rules.ts'
import { hasEnded, isHeld } from '#shared/domain/deployment/states.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { LiveSender } from '../../adapters/live.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { Queue } from '../../adapters/queues.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../adapters/records.ts'
import { invalid, Refusal } from '../refusal.ts'
import { relaunchMachine } from './relaunch.ts'
import { rulesReader } from './rules.ts'
import { type By, executionSeenBy, foundDeployment, wholeDeploymentSeenBy } from './seen.ts'
import { writeSettled } from './settle.ts'
import { type ShowPorts, showDeployment, showExecution } from './show.ts'

export type ControlPorts = ShowPorts & {
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly machines: Pick<MachineStore, 'get'>
  readonly alarmsQueue: Queue
  readonly live: LiveSender
}

/** Waiting executions follow at once; what an edge holds is told at its next claim, which the bell brings forward. */
const setControl = async (ports: ControlPorts, deployment: DeploymentRecord, control: Control): Promise<Deployment> => {
  await ports.deployments.setControl(deployment.id, control)
  return announce(ports, deployment.id)
}

const announce = async (ports: ControlPorts, id: string): Promise<Deployment> => {
  await ports.alarmsQueue.send({ deploymentId: id })
  const deployment = await foundDeployment(ports, id)
  await Promise.all(deployment.siteIds.map((siteId) => ports.live.ring(siteId)))
  await ports.live.changed(['deployments', `deployment:${id}`])
  const shown = await showDeployment(ports, deployment)
  await ports.deployments.setStateSeen(id, shown.state)
  return shown
}

const unfinished = async (
  ports: ControlPorts,
  by: By,
  id: string,
  verb: string,
): Promise<{ deployment: DeploymentRecord; state: DeploymentState }> => {
  const deployment = await wholeDeploymentSeenBy(ports, by, id)
  const { state } = await showDeployment(ports, deployment)
  if (isDeploymentOver(state)) throw new Refusal('conflict', `The deployment is over (${state}): there is nothing to ${verb}.`)
  return { deployment, state }
}

export const stopDeployment = async (
  ports: ControlPorts,
  by: By,
  id: string,
  { interrupt }: { interrupt: boolean },
): Promise<Deployment> => {
  const { deployment } = await unfinished(ports, by, id, 'stop')
  return setControl(ports, deployment, interrupt || deployment.control === 'interrupt' ? 'interrupt' : 'stop')
}

export const pauseDeployment = async (ports: ControlPorts, by: By, id: string): Promise<Deployment> => {
  const { deployment } = await unfinished(ports, by, id, 'pause')
  if (deployment.control === 'stop' || deployment.control === 'interrupt')
    throw new Refusal('conflict', 'The deployment is being stopped: it cannot be paused any more.')
  return setControl(ports, deployment, 'pause')
}

export const resumeDeployment = async (ports: ControlPorts, by: By, id: string): Promise<Deployment> => {
  const { deployment, state } = await unfinished(ports, by, id, 'resume')
  if (deployment.control !== 'pause') throw new Refusal('conflict', `The deployment is not paused (${state}): there is nothing to resume.`)
  return setControl(ports, deployment, 'run')
}

/** What has ended by now and is meant is launched again, page by page, by the alarm. */
export const relaunchDeployment = async (ports: ControlPorts, by: By, id: string, order: RelaunchDeployment): Promise<Deployment> => {
  const deployment = await wholeDeploymentSeenBy(ports, by, id)
  const shown = await showDeployment(ports, deployment)
  const { done = 0, failed = 0, stopped = 0, unknown = 0 } = shown.counts
  const meant = failed + stopped + (order.which === 'failed' ? 0 : unknown) + (order.which === 'all' ? done : 0)
  if (meant === 0)
    throw new Refusal(
      'conflict',
      `Nothing of the deployment is ${order.which === 'all' ? 'over' : 'failed'}: there is nothing to launch again.`,
    )
  const now = ports.now()
  const endAt = order.endAt === undefined ? deployment.options.endAt : order.endAt
  if (endAt !== null && Date.parse(endAt) <= now)
    throw invalid('/endAt', endAt, 'must be in the future: the end date of the deployment has passed')
  const relaunch = { which: order.which, at: new Date(now).toISOString() }
  await ports.deployments.requestRelaunch(id, relaunch, { ...deployment.options, endAt })
  return announce(ports, id)
}

const foundExecution = async (
  ports: ControlPorts,
  by: By,
  id: string,
): Promise<{ execution: ExecutionRecord; deployment: DeploymentRecord }> => {
  const execution = await executionSeenBy(ports, by, id)
  return { execution, deployment: await foundDeployment(ports, execution.deploymentId) }
}

const mostTries = 5

/** What waits follows at once; what an edge holds is told at its next claim. */
const ask = async (
  ports: ControlPorts,
  by: By,
  id: string,
  asked: Request | null,
  isLegal: (facts: ExecutionFacts) => string | null,
): Promise<Execution> => {
  for (let tries = 0; tries < mostTries; tries++) {
    const { execution, deployment } = await foundExecution(ports, by, id)
    const fault = isLegal(execution)
    if (fault !== null) throw new Refusal('conflict', fault)
    const rules = await rulesReader(ports.sites)(deployment, execution.siteId)
    const done = isHeld(execution.state)
      ? await ports.executions.ask(id, execution.lease, asked)
      : await writeSettled(ports.executions, { ...execution, asked }, rules, ports.now(), { asked })
    if (done) return told(ports, by, execution)
  }
  throw new Refusal('conflict', 'The machine changes too fast; try again.')
}

const told = async (ports: ControlPorts, by: By, { id, siteId, deploymentId }: ExecutionRecord): Promise<Execution> => {
  await ports.alarmsQueue.send({ deploymentId })
  await ports.live.ring(siteId)
  await ports.live.changed([`execution:${id}`, `deployment:${deploymentId}`])
  return showExecution(ports, (await foundExecution(ports, by, id)).execution)
}

const over = ({ state }: ExecutionFacts, verb: string): string | null =>
  hasEnded(state) ? `It has ended (${state}): there is nothing to ${verb}.` : null

export const stopExecution = (ports: ControlPorts, by: By, id: string, { interrupt }: { interrupt: boolean }): Promise<Execution> =>
  ask(ports, by, id, interrupt ? 'interrupt' : 'stop', (facts) => over(facts, 'stop'))

export const pauseExecution = (ports: ControlPorts, by: By, id: string): Promise<Execution> =>
  ask(ports, by, id, 'pause', (facts) => over(facts, 'pause') ?? (facts.state === 'paused' ? 'It is paused already.' : null))

export const resumeExecution = async (ports: ControlPorts, by: By, id: string): Promise<Execution> => {
  const { deployment } = await foundExecution(ports, by, id)
  if (deployment.control === 'pause') throw new Refusal('conflict', 'The whole deployment is paused: resume the deployment.')
  return ask(ports, by, id, null, (facts) =>
    facts.asked === 'pause' || facts.state === 'paused' ? null : `It is not paused (${facts.state}): there is nothing to resume.`,
  )
}

export const relaunchExecution = async (ports: ControlPorts, by: By, id: string): Promise<Execution> => {
  const { execution, deployment } = await foundExecution(ports, by, id)
  if (!hasEnded(execution.state)) throw new Refusal('conflict', `It has not ended (${execution.state}): there is nothing to launch again.`)
  const { control, options } = deployment
  if (control === 'stop' || control === 'interrupt')
    throw new Refusal('conflict', 'The whole deployment was stopped: launch the deployment again.')
  if (options.endAt !== null && Date.parse(options.endAt) <= ports.now())
    throw new Refusal('conflict', `The end date of the deployment has passed (${options.endAt}): launch the deployment again with another.`)
  const rules = await rulesReader(ports.sites)(deployment, execution.siteId)
  const launched = await relaunchMachine(ports, deployment, execution, rules, (member) => member.id === id)
  if (launched === 0)
    throw new Refusal(
      'conflict',
      execution.inBundle
        ? 'It cannot be launched again by itself: what comes before it in the bundle did not succeed, or what comes after it has not ended.'
        : 'It was changed meanwhile; look again.',
    )
  return told(ports, by, execution)
}
