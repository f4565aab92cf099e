/**
 * The sentences with which the service refuses what people ask of users, groups, profiles, entities, tokens, machines and
 * inventories (functions/use-cases), to be said in the person's language. One that is not here is shown as the service says it.
 */
const sentences = [
  [/^This needs the right (?<right>\S+), which your profiles do not hold\.$/, 'needsRight'],
  [/^This needs the right (?<right>\S+), which the token does not hold\.$/, 'tokenNeedsRight'],
  [/^The (?<kind>machine|entity|deployment|execution|inventory) (?<id>.+) is outside your perimeter\.$/, 'outside'],
  [/^Some machines of the deployment are outside your perimeter:/, 'notAllYours'],
  [/^The machines are in (?<count>\d+) entities:/, 'tooManyEntities'],
  [/^There is no (?<kind>[a-z ]+?) (?<id>\S+)\.$/, 'notFound'],
  [/^This speaks of the machines of every entity;/, 'needsEverything'],
  [/^The rules concern all entities:/, 'rulesNeedRoot'],
  [/ (was|were) (changed|put elsewhere) meanwhile; look again\.$/, 'meanwhile'],
  [/^The machine (?<name>.+) has no inventory yet:/, 'noInventory'],
  [/^An inventory of the machine came in this very moment\./, 'inventoryCame'],
  [/^(?<login>.+) has decided this already: /, 'decidedAlready'],
  [/^Somebody else has decided this in the same moment\.$/, 'decidedMeanwhile'],
  [/^\S+ has more values than (?:can be put in order|fit into one file)\./, 'tooManyValues'],
  [/^This is the last administrator of the whole:/, 'lastAdministrator'],
  [/^You cannot disable yourself:/, 'notYourself'],
  [/^You cannot give rights that you do not hold: (?<rights>.+)\.$/, 'notYours'],
  [/^You cannot change a user who holds more rights/, 'holdsMore'],
  [/^This user was deleted\.$/, 'deleted'],
  [/^This user is disabled\./, 'disabled'],
  [/^Nobody is known by this token\.$/, 'nobody'],
  [/^Another user has the login (?<login>.+) or its e-mail address:/, 'loginOfAnother'],
  [/^Accounts and passwords are kept by your organisation's own provider:/, 'accountsElsewhere'],
  [/^There is an entity (?<name>.+) at this place already\.$/, 'entityThere'],
  [/^There is a group of users (?<name>.+) already\.$/, 'groupThere'],
  [/^There is a profile (?<name>.+) already\.$/, 'profileThere'],
  [/^There are (?<count>\d+) entities already/, 'mostEntities'],
  [/^The root cannot be deleted\.$/, 'rootStays'],
  [/^(?<count>\d+) entities are under this one\.$/, 'entitiesUnder'],
  [/^There are machines in this entity:/, 'machinesIn'],
  [/^A rule puts machines into this entity:/, 'ruleNamesIt'],
  [/^The profile (?<id>\S+) comes with the product/, 'readyProfile'],
  [/^The profile is held by (?<count>\d+) user/, 'profileHeld'],
  [/^You have (?<count>\d+) tokens already:/, 'mostTokens'],
  [/^A personal access token cannot make or revoke tokens:/, 'notByToken'],
  [/^The service failed\.$/, 'failed'],
  [/^(?<count>\d+) fields are not valid\.$/, 'manyFields'],
] as const

export type RefusalKey = (typeof sentences)[number][1]
/** All that any of the sentences names; empty where it does not. */
export type RefusalValues = Readonly<Record<'right' | 'rights' | 'kind' | 'id' | 'login' | 'name' | 'count', string>>
const none: RefusalValues = { right: '', rights: '', kind: '', id: '', login: '', name: '', count: '' }

/** What a sentence says and what it names, or null for an unknown one. */
export const refusalOf = (sentence: string): { readonly key: RefusalKey; readonly values: RefusalValues } | null => {
  for (const [pattern, key] of sentences) {
    const match = pattern.exec(sentence)
    if (match) return { key, values: { ...none, ...match.groups } }
  }
  return null
}
