'use client'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useClock } from '../../ui/now.tsx'
import { StatusWord } from '../../ui/status-word.tsx'
import { useMoment } from '../../ui/use-moment.ts'
import { When } from '../../ui/when.tsx'
import { deploymentLooks, endedIn, figuresOf } from '../deployments/state-looks.ts'
import { useCan } from '../session/session.tsx'
import { refusesNew } from '../sites/refuses-new.ts'
import { isSilent } from '../sites/silent.ts'
import { useSites } from '../sites/use-sites.ts'
import styles from './home.module.css'
import { latest, useLatestDeployments } from './use-latest-deployments.ts'
import { opensSoon } from './windows-tonight.ts'

type Item = { readonly key: string; readonly text: ReactNode }

/** Deployments with failures among the latest, those that are paused or begin tonight, silent edge launchers, sites without one, uploads left behind. */
export const Attention = () => {
  const t = useTranslations('home')
  const can = useCan()
  const paths = usePaths()
  const clock = useClock()
  const { moment } = useMoment()
  const sites = useSites()
  const deployments = useLatestDeployments()
  const pending = useAsk(
    routes.listPackages,
    { query: { status: 'pending', limit: 25 } },
    { enabled: can('package:edit'), topics: ['packages'] },
  )
  const paused = useAsk(
    routes.listDeployments,
    { query: { state: 'paused', limit: 25 } },
    { enabled: can('deployment:list'), topics: ['deployments'] },
  )
  const questions = [
    can('site:list') ? sites : null,
    can('deployment:list') ? deployments : null,
    can('deployment:list') ? paused : null,
    can('package:edit') ? pending : null,
  ]
  const asked = questions.filter((question) => question !== null)
  const broken = asked.find(({ error, data }) => error && !data)

  const items: Item[] = [
    ...(deployments.data?.items ?? [])
      .filter(({ counts }) => figuresOf(counts).failed > 0)
      .map((deployment) => ({
        key: deployment.id,
        text: (
          <>
            <StatusWord tone="red" icon="status-negative">
              {t('failed', { count: figuresOf(deployment.counts).failed })}
            </StatusWord>{' '}
            <AppLink href={paths.deployment(deployment.id)}>{deployment.name}</AppLink> · <When at={deployment.createdAt} past />
          </>
        ),
      })),
    ...(paused.data?.items ?? []).map((deployment) => ({
      key: `paused ${deployment.id}`,
      text: (
        <>
          <StatusWord {...deploymentLooks.paused}>{t('paused')}</StatusWord>{' '}
          <AppLink href={paths.deployment(deployment.id)}>{deployment.name}</AppLink> ·{' '}
          {t('left', { count: deployment.total - endedIn(deployment.counts) })}
        </>
      ),
    })),
    ...opensSoon(deployments.data?.items ?? [], clock).map((deployment) => ({
      key: `opens ${deployment.id}`,
      text: (
        <>
          <StatusWord tone="grey" icon="calendar">
            {t('opens', { at: moment(deployment.nextAt) })}
          </StatusWord>{' '}
          <AppLink href={paths.deployment(deployment.id)}>{deployment.name}</AppLink> ·{' '}
          {t('left', { count: deployment.total - endedIn(deployment.counts) })}
        </>
      ),
    })),
    ...(sites.data ?? []).flatMap((site) => [
      ...(site.edges.length === 0
        ? [
            {
              key: site.id,
              text: (
                <>
                  <StatusWord tone="orange" icon="status-warning">
                    {t('noEdge')}
                  </StatusWord>{' '}
                  <AppLink href={paths.sites}>{site.name}</AppLink>
                </>
              ),
            },
          ]
        : []),
      ...(refusesNew(site, clock)
        ? [
            {
              key: `new ${site.id}`,
              text: (
                <>
                  <StatusWord tone="orange" icon="status-warning">
                    {t('tooManyNew')}
                  </StatusWord>{' '}
                  <AppLink href={paths.refusalsOfSite(site.id)}>{site.name}</AppLink> · <When at={site.newMachinesRefusedAt ?? ''} past />
                </>
              ),
            },
          ]
        : []),
      ...site.edges
        .filter((edge) => isSilent(edge, clock))
        .map((edge) => ({
          key: edge.id,
          text: (
            <>
              <StatusWord tone="red" icon="status-negative">
                {t('silent')}
              </StatusWord>{' '}
              <AppLink href={paths.sites}>{`${site.name} / ${edge.name}`}</AppLink>{' '}
              {edge.lastSeenAt && (
                <>
                  · <When at={edge.lastSeenAt} past />
                </>
              )}
            </>
          ),
        })),
    ]),
    ...(pending.data?.items ?? []).map((item) => ({
      key: item.id,
      text: (
        <>
          <StatusWord tone="orange" icon="status-pending">
            {t('pending')}
          </StatusWord>{' '}
          <AppLink href={paths.package(item.id)}>{`${item.label} ${item.version}`}</AppLink> · <When at={item.updatedAt} past />
        </>
      ),
    })),
  ]
  return (
    <Container
      header={
        <Header variant="h2" description={can('deployment:list') ? t('attentionHelp', { count: latest }) : ''}>
          {t('attention')}
        </Header>
      }
    >
      {broken ? (
        <Failure error={broken.error} onRetry={() => void broken.refetch()} />
      ) : asked.some(({ data }) => !data) ? (
        <Loading />
      ) : items.length === 0 ? (
        <StatusWord tone="green" icon="status-positive">
          {t('allWell')}
        </StatusWord>
      ) : (
        <ul className={styles.list}>
          {items.map(({ key, text }) => (
            <li key={key}>{text}</li>
          ))}
        </ul>
      )}
    </Container>
  )
}
