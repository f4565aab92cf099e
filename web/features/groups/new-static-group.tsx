'use client'
import { useTranslations } from 'next-intl'
import { Page } from '../shell/page.tsx'
import { useUnderGroups } from './group-form.tsx'
import { StaticForm } from './static-form.tsx'

export const NewStaticGroup = () => {
  const t = useTranslations('groupForm')
  return (
    <Page title={t('staticTitle')} under={useUnderGroups()} wide>
      <StaticForm group={null} />
    </Page>
  )
}
