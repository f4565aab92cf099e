'use client'
import { useTranslations } from 'next-intl'
import type { Entity } from '#shared/contracts/entities.ts'
import { routes } from '#shared/contracts/routes.ts'
import { rootEntity } from '#shared/domain/people/entities.ts'
import { useAsk } from '../../api/provider.tsx'

const separator = ' › '

/** Names from the topmost entity that the person sees down to this one. */
const pathIn = (entities: readonly Entity[], id: string, nameOf: (entity: Entity) => string): string => {
  const names: string[] = []
  let at = entities.find((entity) => entity.id === id)
  // A tree that is broken must not hold the page.
  for (let depth = 0; at && depth < 50; depth++) {
    names.unshift(nameOf(at))
    const { parentId } = at
    at = entities.find((entity) => entity.id === parentId)
  }
  return names.join(separator)
}

/** The entities of the person's perimeter, by path. */
export const useEntities = () => {
  const t = useTranslations('entities')
  const answer = useAsk(routes.listEntities, {})
  const entities = answer.data?.items ?? []
  const nameOf = (entity: Entity): string => (entity.id === rootEntity && entity.name === 'Root' ? t('root') : entity.name)
  /** Names with their way down; the id of one that is outside the perimeter. */
  const pathOf = (id: string): string => pathIn(entities, id, nameOf) || id
  const options = entities
    .map(({ id }) => ({ value: id, label: pathOf(id) }))
    .sort((a, b) => (a.value === rootEntity ? -1 : b.value === rootEntity ? 1 : a.label.localeCompare(b.label)))
  return { answer, entities, nameOf, pathOf, options }
}
