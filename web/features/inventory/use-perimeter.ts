'use client'
import { routes } from '#shared/contracts/routes.ts'
import { rootEntity } from '#shared/domain/people/entities.ts'
import { useAsk } from '../../api/provider.tsx'
import { useEntities } from '../entities/use-entities.ts'

/** The names of the entities of who looks; null where they see everything, or where it is not known yet. */
export const usePartialPerimeter = (): string | null => {
  const { data } = useAsk(routes.getSession, {}, { staleMs: 300_000 })
  const { answer, pathOf } = useEntities()
  if (!data || !answer.data || data.entityIds.includes(rootEntity)) return null
  return data.entityIds.map(pathOf).join(', ')
}
