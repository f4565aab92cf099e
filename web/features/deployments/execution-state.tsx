'use client'
import { useTranslations } from 'next-intl'
import type { Deployment, Execution, PhaseResult } from '#shared/contracts/deployments.ts'
import { StatusWord } from '../../ui/status-word.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { deploymentLooks, failedIn, phaseLooks, stateLooks } from './state-looks.ts'

/** The state of an execution in words; of a failure, in which phase. */
export const ExecutionState = ({ execution }: { readonly execution: Execution }) => {
  const t = useTranslations('states')
  const failed = useTranslations('failedIn')
  const { tone, icon } = stateLooks[execution.state]
  return (
    <StatusWord tone={tone} icon={icon}>
      {execution.state === 'failed' ? failed(failedIn(execution)) : t(execution.state)}
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
