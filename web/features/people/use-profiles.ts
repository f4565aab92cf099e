'use client'
import { useTranslations } from 'next-intl'
import type { Profile } from '#shared/contracts/profiles.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { UserGroup } from '#shared/contracts/user-groups.ts'
import { isProfile } from '#shared/domain/rights.ts'
import { useWhole } from '../../api/lists.ts'
import { useAsk } from '../../api/provider.tsx'

/** The ready profiles have a name in each language; those made here have the name that they were given. */
export const useProfileName = (): ((profile: { readonly id: string; readonly name: string }) => string) => {
  const t = useTranslations('profileNames')
  return ({ id, name }) => (isProfile(id) ? t(id) : name)
}

export const useProfiles = () => {
  const nameOf = useProfileName()
  const answer = useAsk(routes.listProfiles, {})
  const profiles: readonly Profile[] = answer.data?.items ?? []
  /** The name of a profile, or its id while names are not known. */
  const named = (id: string): string => nameOf(profiles.find((profile) => profile.id === id) ?? { id, name: id })
  return { answer, profiles, named }
}

const wholePages = { limit: 100 }

/** All groups of users, by name. */
export const useUserGroups = (): readonly UserGroup[] =>
  useWhole([routes.listUserGroups.path, null, wholePages], (api, cursor, signal) =>
    api.call(routes.listUserGroups, { query: { ...wholePages, ...cursor } }, { signal }),
  ).data ?? []
