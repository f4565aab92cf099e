'use client'
import Button from '@cloudscape-design/components/button'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { Deployment, Execution } from '#shared/contracts/deployments.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { When } from '../../ui/when.tsx'
import { useCan } from '../session/session.tsx'
import { ExecutionActions } from './execution-actions.tsx'
import { ExecutionState, PhaseState } from './execution-state.tsx'
import { phasesShown } from './phases-shown.ts'
import { useWhy } from './use-why.ts'

/** The columns of the machines of a deployment: its own phases, and the package when there are several. */
export const useExecutionColumns = (
  deployment: Deployment,
  onSelect: (executionId: string) => void,
): TableProps<Execution>['columnDefinitions'] => {
  const t = useTranslations('executions')
  const phaseWord = useTranslations('phases')
  const can = useCan()
  const paths = usePaths()
  const why = useWhy()
  const several = deployment.packages.length > 1
  return [
    {
      id: 'machine',
      header: t('machine'),
      isRowHeader: true,
      cell: ({ machine }) => (
        <span style={{ whiteSpace: 'nowrap' }}>
          <AppLink href={paths.machine(machine.id)}>{machine.name}</AppLink>
        </span>
      ),
    },
    ...(several
      ? [
          {
            id: 'package',
            header: t('package'),
            minWidth: 140,
            cell: (execution: Execution) =>
              execution.package ? `${execution.order}. ${execution.package.label} ${execution.package.version}` : t('afterBundle'),
          },
        ]
      : []),
    ...(can('deployment:log')
      ? [
          {
            id: 'log',
            header: t('log'),
            minWidth: 90,
            cell: ({ id, machine }: Execution) => (
              <Button variant="inline-link" ariaLabel={t('logOf', { name: machine.name })} onClick={() => onSelect(id)}>
                {t('log')}
              </Button>
            ),
          },
        ]
      : []),
    { id: 'state', header: t('state'), cell: (execution) => <ExecutionState execution={execution} /> },
    // Beside the state, before what a laptop's screen cuts off.
    { id: 'why', header: t('why'), minWidth: 230, cell: (execution) => why(execution) ?? '' },
    ...phasesShown(deployment.options).map((phase) => ({
      id: phase,
      header: phaseWord(phase),
      cell: (execution: Execution) => <PhaseState result={execution.phases[phase]} />,
    })),
    { id: 'attempt', header: t('attempt'), cell: ({ attempt, attempts }) => `${attempt} / ${attempts}` },
    { id: 'updated', header: t('updated'), minWidth: 110, cell: ({ updatedAt }) => <When at={updatedAt} past /> },
    ...(can('deployment:stop') || can('deployment:create')
      ? [
          {
            id: 'actions',
            header: t('actions'),
            width: 80,
            cell: (execution: Execution) => <ExecutionActions execution={execution} whole={deployment} />,
          },
        ]
      : []),
  ]
}
