'use client'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { plainText } from '../log/plain-text.ts'
import { Page } from '../shell/page.tsx'
import { DynamicForm } from './dynamic-form.tsx'
import { useUnderGroups } from './group-form.tsx'
import { StaticForm } from './static-form.tsx'

/** The form of a group's kind. What is typed is not overwritten by what others change meanwhile: saving says so. */
export const EditGroup = () => {
  const t = useTranslations('groups')
  const paths = usePaths()
  const id = useAddressQuery().get('id')
  // The form keeps what it begins with: it begins with the group as it is now, and not as it was shown last.
  const {
    data: known,
    error,
    refetch,
    isFetchedAfterMount,
  } = useAsk(routes.getGroup, { params: { id } }, { enabled: id !== '', staleMs: 0 })
  const data = isFetchedAfterMount ? known : undefined
  const under = [...useUnderGroups(), ...(data ? [{ text: plainText(data.name), href: paths.group(id) }] : [])]
  return (
    <Page title={t('edit')} under={under} wide={data?.kind === 'static'}>
      {data ? (
        data.kind === 'static' ? (
          <StaticForm key={id} group={data} />
        ) : (
          <DynamicForm key={id} group={data} />
        )
      ) : error || id === '' ? (
        <Failure error={error ?? new Error(t('noId'))} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}
