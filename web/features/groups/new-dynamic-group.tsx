'use client'
import { useTranslations } from 'next-intl'
import { Page } from '../shell/page.tsx'
import { DynamicForm } from './dynamic-form.tsx'
import { useUnderGroups } from './group-form.tsx'

export const NewDynamicGroup = () => {
  const t = useTranslations('groupForm')
  return (
    <Page title={t('dynamicTitle')} under={useUnderGroups()}>
      <DynamicForm group={null} />
    </Page>
  )
}
