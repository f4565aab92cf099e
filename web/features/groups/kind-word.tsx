'use client'
import { useTranslations } from 'next-intl'
import type { Group } from '#shared/contracts/groups.ts'

/** The manual's words for the kinds of groups. */
export const KindWord = ({ group }: { readonly group: Pick<Group, 'kind' | 'mode'> }) => {
  const t = useTranslations('groups')
  return <>{t(group.mode ?? 'static')}</>
}
