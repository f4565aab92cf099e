'use client'
import type { TableProps } from '@cloudscape-design/components/table'
import { useFormatter, useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { When } from '../../ui/when.tsx'
import { DeploymentState } from './execution-state.tsx'
import { ForGroup } from './for-group.tsx'
import { NextOf } from './next-of.tsx'
import { DeploymentProgress } from './progress.tsx'
import { figuresOf } from './state-looks.ts'

/** `withGroup`: says which group each was for; its own history need not. */
export const useDeploymentColumns = (withGroup = true): TableProps<Deployment>['columnDefinitions'] => {
  const t = useTranslations('deployments')
  const format = useFormatter()
  const paths = usePaths()
  return [
    {
      id: 'name',
      header: t('name'),
      isRowHeader: true,
      minWidth: 160,
      cell: (deployment) => (
        <>
          <AppLink href={paths.deployment(deployment.id)}>{deployment.name}</AppLink>
          {withGroup && <ForGroup deployment={deployment} />}
        </>
      ),
    },
    { id: 'state', header: t('state'), minWidth: 140, cell: (deployment) => <DeploymentState deployment={deployment} /> },
    { id: 'progress', header: t('progress'), minWidth: 160, cell: (deployment) => <DeploymentProgress deployment={deployment} /> },
    {
      id: 'machines',
      header: t('machines'),
      cell: ({ machines, partial }) => (partial ? t('aPart', { machines }) : format.number(machines)),
    },
    { id: 'next', header: t('next'), minWidth: 140, cell: (deployment) => <NextOf deployment={deployment} /> },
    { id: 'failed', header: t('failed'), cell: ({ counts }) => format.number(figuresOf(counts).failed) },
    { id: 'by', header: t('by'), cell: ({ createdBy }) => createdBy },
    { id: 'when', header: t('when'), minWidth: 120, cell: ({ createdAt }) => <When at={createdAt} past /> },
  ]
}
