'use client'
import { useTranslations } from 'next-intl'
import type { Group } from '#shared/contracts/groups.ts'
import { plainText } from '../log/plain-text.ts'

/** Names written out in a row of the list. */
const named = 3

/** With whom a group is shared: the names of users, and of groups of users. */
export const SharedWith = ({ shares, all = false }: { readonly shares: Group['shares']; readonly all?: boolean }) => {
  const t = useTranslations('groups')
  if (shares.length === 0) return <>{t('private')}</>
  const nameOf = ({ kind, name }: Group['shares'][number]): string =>
    kind === 'user' ? plainText(name) : t('userGroup', { name: plainText(name) })
  const shown = all ? shares : shares.slice(0, named)
  const rest = shares.length - shown.length
  return (
    <span title={shares.map(nameOf).join(', ')}>
      {shown.map(nameOf).join(', ')}
      {rest > 0 && ` ${t('andMore', { count: rest })}`}
    </span>
  )
}
