'use client'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Site } from '#shared/contracts/sites.ts'
import { usualPort, usualUser } from '#shared/domain/machine/ssh-settings.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { When } from '../../ui/when.tsx'
import { AuthorizeHelp } from '../machines/authorize-help.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { EdgeSeen } from './edge-seen.tsx'
import { EnrolEdge } from './enrol-edge.tsx'
import { InventoryAgents } from './inventory-agents.tsx'
import { SiteForm } from './site-form.tsx'
import { TooManyNew } from './too-many-new.tsx'
import { useSites } from './use-sites.ts'

export const Sites = () => {
  const t = useTranslations('sites')
  const can = useCan()
  const { data, error, refetch } = useSites()
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState<Site | null>(null)
  const [enrolling, setEnrolling] = useState<Site | null>(null)
  const [inventorying, setInventorying] = useState<Site | null>(null)
  const add = can('site:manage') ? <Button onClick={() => setAdding(true)}>{t('add')}</Button> : null
  return (
    <Page title={t('title')}>
      <ContentLayout
        header={
          <Header variant="h1" actions={add}>
            {t('title')}
          </Header>
        }
      >
        <SpaceBetween size="l">
          {!data && (error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />)}
          {data?.length === 0 && (
            <Container>
              <Empty title={t('none')} help={t('noneHelp')} action={add} />
            </Container>
          )}
          {data?.map((site) => (
            <SiteTable
              key={site.id}
              site={site}
              onEnrol={() => setEnrolling(site)}
              onEdit={() => setEditing(site)}
              onAgents={() => setInventorying(site)}
            />
          ))}
        </SpaceBetween>
      </ContentLayout>
      {adding && <SiteForm site={null} onClose={() => setAdding(false)} />}
      {editing && <SiteForm site={editing} onClose={() => setEditing(null)} />}
      {enrolling && <EnrolEdge site={enrolling} onClose={() => setEnrolling(null)} />}
      {inventorying && <InventoryAgents site={inventorying} onClose={() => setInventorying(null)} />}
    </Page>
  )
}

type Props = { readonly site: Site; readonly onEnrol: () => void; readonly onEdit: () => void; readonly onAgents: () => void }

const SiteTable = ({ site, onEnrol, onEdit, onAgents }: Props) => {
  const t = useTranslations('sites')
  const can = useCan()
  const paths = usePaths()
  const format = useFormatter()
  const enrol = can('edge:enrol') ? (
    <Button ariaLabel={t('enrolOn', { name: site.name })} onClick={onEnrol}>
      {t('enrol')}
    </Button>
  ) : null
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      {can('site:manage') && (
        <Button ariaLabel={t('editOne', { name: site.name })} onClick={onEdit}>
          {t('edit')}
        </Button>
      )}
      {can('site:manage') && (
        <Button ariaLabel={t('agentsOn', { name: site.name })} onClick={onAgents}>
          {t('agents')}
        </Button>
      )}
      {enrol}
    </SpaceBetween>
  )
  return (
    <Table
      ariaLabels={{ tableLabel: t('edgesOf', { name: site.name }) }}
      contentDensity="compact"
      items={site.edges}
      trackBy="id"
      header={
        <Header variant="h2" counter={`(${site.edges.length})`} description={site.timeZone} actions={actions}>
          {site.name}
        </Header>
      }
      empty={<Empty title={t('noEdge')} help={t('noEdgeHelp')} action={enrol} />}
      footer={
        <SpaceBetween size="xs">
          <TooManyNew site={site} />
          <KeyValuePairs
            columns={2}
            items={[
              { label: t('broadcasts'), value: site.broadcasts.length === 0 ? t('ownOnly') : site.broadcasts.join(', ') },
              {
                label: t('maxBandwidth'),
                value: site.maxBandwidth === null ? t('noLimit') : t('bitsPerSecond', { rate: format.number(site.maxBandwidth) }),
              },
              { label: t('networks'), value: site.networks.length === 0 ? t('anyNetwork') : site.networks.join(', ') },
              {
                label: t('ssh'),
                value: t('sshSettings', { user: site.sshUser ?? usualUser, port: String(site.sshPort ?? usualPort) }),
              },
              { label: t('newMachines'), value: t('perHour', { count: site.newMachinesPerHour }) },
            ]}
          />
          {can('machine:list') && <AppLink href={paths.machinesOfSite(site.id)}>{t('machines')}</AppLink>}
          {site.edges.length > 0 && <AuthorizeHelp siteId={site.id} />}
        </SpaceBetween>
      }
      columnDefinitions={[
        { id: 'name', header: t('edge'), isRowHeader: true, cell: ({ name }) => name },
        { id: 'seen', header: t('seen'), cell: (edge) => <EdgeSeen edge={edge} /> },
        { id: 'version', header: t('version'), cell: ({ version }) => version },
        { id: 'slots', header: t('slots'), cell: ({ slotsUsed, slotsTotal }) => t('slotsUsed', { used: slotsUsed, total: slotsTotal }) },
        { id: 'enrolled', header: t('enrolled'), cell: ({ enrolledAt }) => <When at={enrolledAt} past /> },
      ]}
    />
  )
}
