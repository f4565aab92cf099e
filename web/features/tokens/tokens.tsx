'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { AccessToken, NewAccessToken } from '#shared/contracts/tokens.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'
import { When } from '../../ui/when.tsx'
import { useSession } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { Page } from '../shell/page.tsx'
import { TokenForm } from './token-form.tsx'

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'made'; readonly made: NewAccessToken }
  | { readonly kind: 'revoke'; readonly token: AccessToken }

export const Tokens = () => {
  const t = useTranslations('tokens')
  const words = useTranslations('rights')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { installation } = useSession()
  const { data, error, refetch } = useAsk(routes.listAccessTokens, {})
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const revoke = async ({ id, name }: AccessToken) => {
    await api.call(routes.revokeAccessToken, { params: { id } })
    await client.invalidateQueries({ queryKey: [routes.listAccessTokens.path] })
    tell({ type: 'success', text: t('revoked', { name }) })
  }
  const add = (
    <Button variant="primary" onClick={() => setOpen({ kind: 'add' })}>
      {t('add')}
    </Button>
  )
  const example = (token: string) => `curl -H "authorization: Bearer ${token}" ${installation.api}/scripts/machines`
  return (
    <Page title={t('title')}>
      <ContentLayout
        header={
          <Header variant="h1" description={t('help')} actions={add}>
            {t('title')}
          </Header>
        }
      >
        <Table
          items={data?.items ?? []}
          trackBy="id"
          loading={!data && !error}
          loadingText={t('loading')}
          contentDensity="compact"
          wrapLines
          ariaLabels={{ tableLabel: t('title') }}
          empty={
            error ? <Failure error={error} onRetry={() => void refetch()} /> : <Empty title={t('none')} help={t('noneHelp')} action={add} />
          }
          columnDefinitions={[
            { id: 'name', header: t('name'), isRowHeader: true, minWidth: 110, cell: ({ name }) => name },
            { id: 'rights', header: t('rights'), minWidth: 240, cell: ({ rights }) => rights.map((right) => words(right)).join(' · ') },
            { id: 'used', header: t('used'), cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} past /> : t('neverUsed')) },
            { id: 'expires', header: t('expires'), cell: ({ expiresAt }) => <When at={expiresAt} /> },
            {
              id: 'actions',
              header: t('actions'),
              cell: (token) => (
                <Button
                  variant="inline-link"
                  ariaLabel={t('revokeOne', { name: token.name })}
                  onClick={() => setOpen({ kind: 'revoke', token })}
                >
                  {t('revoke')}
                </Button>
              ),
            },
          ]}
        />
      </ContentLayout>
      {open?.kind === 'add' && <TokenForm onMade={(made) => setOpen({ kind: 'made', made })} onClose={close} />}
      {open?.kind === 'made' && (
        <ShownOnce title={t('madeTitle')} label={t('token')} secret={open.made.token} warning={t('once')} onClose={close}>
          <Box variant="awsui-key-label">{t('example')}</Box>
          <Box variant="code">{example('$TOKEN')}</Box>
        </ShownOnce>
      )}
      {open?.kind === 'revoke' && (
        <Confirm
          title={t('revokeTitle', { name: open.token.name })}
          action={t('revoke')}
          onConfirm={() => revoke(open.token)}
          onClose={close}
        >
          <p>{t('revokeHelp')}</p>
        </Confirm>
      )}
    </Page>
  )
}
