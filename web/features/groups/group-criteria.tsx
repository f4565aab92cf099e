'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { Group } from '#shared/contracts/groups.ts'
import { usePaths } from '../../ui/app-link.tsx'
import { useCan } from '../session/session.tsx'
import { CriteriaTable } from './criteria-table.tsx'
import { allOf, textOf } from './tree.ts'
import { useGroupCheck } from './use-group-check.ts'

/** What a dynamic group looks for, and how many machines each criterion finds now. */
export const GroupCriteria = ({ group }: { readonly group: Group }) => {
  const t = useTranslations('groupForm')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const check = useGroupCheck(group.criteria, group.expression ?? '')
  const edit = <Button onClick={() => router.push(paths.editGroup(group.id))}>{t('editCriteria')}</Button>
  return (
    <SpaceBetween size="m">
      <Header variant="h3" actions={can('group:edit') ? edit : null}>
        {t('criteria')}
      </Header>
      <CriteriaTable criteria={group.criteria} counts={check.answer?.perCriterion ?? null} checking={check.checking} />
      <KeyValuePairs
        items={[
          {
            label: t('expression'),
            value: group.expression ?? t('allHold', { expression: textOf(allOf(group.criteria.length)) }),
          },
        ]}
      />
    </SpaceBetween>
  )
}
