'use client'
/** A group made or changed, and what follows. */
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { Group } from '#shared/contracts/groups.ts'
import { usePaths } from '../../ui/app-link.tsx'
import { plainText } from '../log/plain-text.ts'
import { useNotices } from '../shell/notices.tsx'
import { useGroupsChanged } from './use-groups-changed.ts'

/** Tells that it is saved and goes to its page. */
export const useGroupSaved = (): ((group: Group) => Promise<void>) => {
  const t = useTranslations('groups')
  const router = useRouter()
  const paths = usePaths()
  const changed = useGroupsChanged()
  const { tell } = useNotices()
  return async (group) => {
    await changed()
    tell({ type: 'success', text: t('saved', { name: plainText(group.name) }) })
    router.push(paths.group(group.id))
  }
}
