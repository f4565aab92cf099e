'use client'
import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import SplitPanel from '@cloudscape-design/components/split-panel'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { ExecutionActions } from '../deployments/execution-actions.tsx'
import { ExecutionState } from '../deployments/execution-state.tsx'
import { useWhy } from '../deployments/use-why.ts'
import { LogView } from './log-view.tsx'

/** One execution from near: its state, why, and its log. */
export const ExecutionPanel = ({ executionId }: { readonly executionId: string }) => {
  const t = useTranslations('log')
  const why = useWhy()
  const { data, error, refetch } = useAsk(routes.getExecution, { params: { id: executionId } }, { topics: [`execution:${executionId}`] })
  const name = data?.machine.name ?? '…'
  return (
    <SplitPanel header={t('title', { name })} hidePreferencesButton>
      {data ? (
        <SpaceBetween size="s">
          <SpaceBetween direction="horizontal" size="m" alignItems="center">
            <ExecutionState execution={data} />
            {data.package && <b>{`${data.package.label} ${data.package.version}`}</b>}
            <span>{why(data) ?? ''}</span>
            <ExecutionActions execution={data} />
          </SpaceBetween>
          {data.reason?.detail && (
            <Box color="text-body-secondary" fontSize="body-s">
              {t('seen')} <Box variant="code">{data.reason.detail}</Box>
            </Box>
          )}
          <LogView executionId={executionId} name={name} />
        </SpaceBetween>
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </SplitPanel>
  )
}
