'use client'
import { useTranslations } from 'next-intl'
import type { ShownCriterion } from '#shared/contracts/groups.ts'
import { useSay } from '../inventory/use-say.ts'
import { plainText } from '../log/plain-text.ts'
import { isSize } from './criteria.ts'

/** A criterion in one line, such as `Program = MSXML*`. */
export const useCriterionText = (): ((criterion: ShownCriterion) => string) => {
  const t = useTranslations('groupForm')
  const names = useTranslations('inventoryFields')
  const say = useSay()
  const signs = { equals: '=', 'at-least': '≥', 'at-most': '≤' } as const
  return (criterion) => {
    if (criterion.module === 'dyngroup') {
      return `${t('groupName')} = ${criterion.groupName === null ? t('groupGone') : plainText(criterion.groupName)}`
    }
    const { field, comparison, value, second } = criterion
    const amount = isSize(field) && /^\d+$/.test(value) ? (say.size(Number(value)) ?? value) : plainText(value)
    const pair = second === null || second === '*' ? '' : ` · ${plainText(second)}`
    return `${names(field)} ${signs[comparison]} ${amount}${pair}`
  }
}
