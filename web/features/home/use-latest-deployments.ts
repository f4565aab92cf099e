'use client'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { useCan } from '../session/session.tsx'

/** How many deployments the home page looks back. */
export const latest = 50

export const useLatestDeployments = () => {
  const can = useCan()
  return useAsk(routes.listDeployments, { query: { limit: latest } }, { enabled: can('deployment:list'), topics: ['deployments'] })
}
