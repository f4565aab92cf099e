'use client'
import { routes } from '#shared/contracts/routes.ts'
import type { User } from '#shared/contracts/users.ts'
import { type Offered, useOffered } from '../../api/lists.ts'

/** Users that come at once; whoever looks further scrolls or types. */
const pageUsers = 50

/** Users by any part of login, name or address. */
export const useOfferedUsers = (text: string, enabled = true): Offered<User> => {
  const search = text.trim()
  const query = { limit: pageUsers, ...(search ? { search } : {}) }
  return useOffered(
    [routes.listUsers.path, null, query],
    (api, cursor, signal) => api.call(routes.listUsers, { query: { ...query, ...cursor } }, { signal }),
    enabled,
  )
}
