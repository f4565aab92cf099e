'use client'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { useClock } from '../../ui/now.tsx'
import { useMoment } from '../../ui/use-moment.ts'
import { isUnfinished } from './state-looks.ts'

/** When something happens to a deployment next by itself. */
export const NextOf = ({ deployment }: { readonly deployment: Deployment }) => {
  const { moment } = useMoment()
  const now = useClock()
  const { nextAt, control } = deployment
  const waits = nextAt !== null && control === 'run' && isUnfinished(deployment) && Date.parse(nextAt) > now.getTime()
  return <>{waits ? moment(nextAt) : '—'}</>
}
