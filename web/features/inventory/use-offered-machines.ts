'use client'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { type Offered, useOffered } from '../../api/lists.ts'

/** Machines offered at a time; more come by scrolling, typing narrows them. */
const pageMachines = 50

/** Machines by any part of their name, of one site or of all. */
export const useOfferedMachines = (text: string, of: { readonly siteId?: string } = {}, enabled = true): Offered<Machine> => {
  const name = text.trim()
  const query = { ...of, limit: pageMachines, ...(name ? { name } : {}) }
  return useOffered(
    [routes.listMachines.path, null, query],
    (api, cursor, signal) => api.call(routes.listMachines, { query: { ...query, ...cursor } }, { signal }),
    enabled,
  )
}
