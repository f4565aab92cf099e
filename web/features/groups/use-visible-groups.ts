'use client'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { useCan } from '../session/session.tsx'

/** More than these would push the rest of the menu out of sight; the list of groups has them all. */
const mostShortcuts = 30
/** The menu is on every page: it does not ask anew on each. */
const staleMs = 60_000

/** Groups that are shortcuts in the menu, by name. */
export const useVisibleGroups = (): readonly Group[] => {
  const can = useCan()
  const query = { visible: 'true', limit: mostShortcuts } as const
  return useAsk(routes.listGroups, { query }, { enabled: can('group:list'), staleMs, keepPrevious: true }).data?.items ?? []
}
