'use client'
import { useTranslations } from 'next-intl'
import type { Deployment, Execution, PhaseResult } from '#shared/contracts/deployments.ts'
import { type Phase, phases } from '#shared/domain/deployment/states.ts'
import { StatusWord } from '../../ui/status-word.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { deploymentLooks, failedPhase, phaseLooks, stateLooks } from './state-looks.ts'

/** The state of an execution in words; of a failure, in which phase. */
export const ExecutionState = ({ execution }: { readonly execution: Execution }) => {
  const t = useTranslations('states')
  const failedIn = useTranslations('failedIn')
  const { tone, icon } = stateLooks[execution.state]
  const phase = execution.state === 'failed' ? failedPhase(execution) : null
  const unreachable = execution.state === 'failed' && execution.reason?.code === 'unreachable'
  return (
    <StatusWord tone={tone} icon={icon}>
      {unreachable ? failedIn('unreachable') : phase ? failedIn(phase) : t(execution.state)}
    </StatusWord>
  )
}

export const DeploymentState = ({ deployment }: { readonly deployment: Deployment }) => {
  const t = useTranslations('deploymentStates')
  const { tone, icon } = deploymentLooks[deployment.state]
  return (
    <StatusWord tone={tone} icon={icon}>
      {t(deployment.state)}
    </StatusWord>
  )
}

/** One phase's result in a word; the times are in its tooltip. */
export const PhaseState = ({ result }: { readonly result: PhaseResult }) => {
  const t = useTranslations('phaseStates')
  const absolute = useAbsoluteTime()
  const { tone, icon } = phaseLooks[result.status]
  const times = [result.startedAt, result.endedAt].filter((at) => at !== null).map(absolute)
  const code = result.exitCode === null || result.exitCode === 0 ? '' : ` (${result.exitCode})`
  return (
    <StatusWord tone={tone} icon={icon} title={times.join(' → ') || undefined}>
      {`${t(result.status)}${code}`}
    </StatusWord>
  )
}

/** The phases of an execution, one after the other. */
export const phaseOrder: readonly Phase[] = phases
