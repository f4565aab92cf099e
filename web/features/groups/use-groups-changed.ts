'use client'
import { useQueryClient } from '@tanstack/react-query'
import { routes } from '#shared/contracts/routes.ts'

/** Everything that a change of a group makes old: the lists of groups, the group, and what is shown of its machines. */
export const useGroupsChanged = (): (() => Promise<void>) => {
  const client = useQueryClient()
  return async () => {
    const touched = [routes.listGroups, routes.getGroup, routes.listMachines, routes.countFieldValues, routes.checkGroup]
    await Promise.all(touched.map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
  }
}
