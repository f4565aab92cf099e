/** What a person holds: profiles of their own and of their groups, and nothing at all while they are disabled. Pure. */
import { type Right, rightsOf } from '../rights.ts'

export type Holder = {
  readonly disabled: boolean
  /** Names of ready profiles, ids of made ones. */
  readonly profiles: readonly string[]
  readonly groups: readonly { readonly profiles: readonly string[] }[]
}

/** Each profile once: the person's own first. */
export const profilesOf = ({ profiles, groups }: Holder): readonly string[] => [
  ...new Set([...profiles, ...groups.flatMap((group) => group.profiles)]),
]

/** `made`: the rights of profiles beside the ready ones, by id. */
export const rightsOfPerson = (holder: Holder, made: ReadonlyMap<string, readonly Right[]>): ReadonlySet<Right> =>
  holder.disabled ? new Set() : rightsOf(profilesOf(holder), made)
