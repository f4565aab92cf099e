/** Nobody gives what they do not hold: neither rights, nor entities; nor do they touch who holds more. */
import { covers, perimeterOf } from '#shared/domain/people/entities.ts'
import { isProfile, type Right, rightsOf } from '#shared/domain/rights.ts'
import type { UserRecord } from '../../adapters/people-records.ts'
import { invalid, Refusal } from '../refusal.ts'
import { type Person, type PersonPorts, personOf } from './person.ts'

/** Throws when one of the profiles does not exist, or gives a right that the person does not hold. */
export const mayGive = async (ports: PersonPorts, by: Person, profiles: readonly string[], field = '/profiles'): Promise<void> => {
  const made = new Map((await ports.profiles.getMany(profiles.filter((name) => !isProfile(name)))).map(({ id, rights }) => [id, rights]))
  for (const [at, name] of profiles.entries()) {
    if (!isProfile(name) && !made.has(name)) throw invalid(`${field}/${at}`, name, 'must be a profile that exists')
    const beyond = [...rightsOf([name], made)].filter((right) => !by.rights.has(right))
    if (beyond.length > 0) throw tooMuch(`${field}/${at}`, name, beyond)
  }
}

export const tooMuch = (field: string, value: unknown, beyond: readonly Right[]): Refusal =>
  new Refusal('forbidden', `You cannot give rights that you do not hold: ${beyond.join(', ')}.`, [
    { field, value, message: 'must give no right that you do not hold' },
  ])

export const mayGiveEntities = async (ports: PersonPorts, by: Person, entityIds: readonly string[]): Promise<void> => {
  const { entities } = await ports.entities.tree()
  for (const [at, id] of entityIds.entries()) {
    if (id !== 'root' && !entities.some((entity) => entity.id === id))
      throw invalid(`/entityIds/${at}`, id, 'must be an entity that exists')
    if (!covers(by.perimeter, perimeterOf(entities, [id])))
      throw new Refusal('forbidden', `The entity ${id} is outside your perimeter.`, [
        { field: `/entityIds/${at}`, value: id, message: 'must be an entity within your perimeter' },
      ])
  }
}

/** Throws when the user holds a right, or reaches an entity, that the person who wants to change them does not. */
export const mayTouch = async (ports: PersonPorts, by: Person, user: UserRecord): Promise<void> => {
  const other = await personOf(ports, { ...user, disabled: false })
  const beyond = [...other.rights].filter((right) => !by.rights.has(right))
  if (beyond.length > 0 || !covers(by.perimeter, other.perimeter))
    throw new Refusal('forbidden', 'You cannot change a user who holds more rights, or a wider perimeter, than you do.')
}
