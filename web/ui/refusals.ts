/**
 * The sentences with which the service refuses what people ask, to be said in the person's language. That none is missing
 * is proven against the code of the API (web/sentences); one that is not here all the same is shown as the service says it.
 */
const sentences = [
  [/^This needs the right (?<right>\S+), which your profiles do not hold\.$/, 'needsRight'],
  [/^This needs the right (?<right>\S+), which the token does not hold\.$/, 'tokenNeedsRight'],
  [/^Some machines of the deployment are outside your perimeter:/, 'notAllYours'],
  [/^The machines are in (?<count>\d+) entities:/, 'tooManyEntities'],
  [/^The (?<kind>[a-z ]+?) (?<id>\S+) is outside your perimeter\.$/, 'outside'],
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
  [/^There is a group (?<name>.+) already\.$/, 'machineGroupThere'],
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
  [/^A package was deleted meanwhile\.$/, 'packageGone'],
  [/^The package is complete: its files no longer change\./, 'packageComplete'],
  [/^The package has no files yet:/, 'packageEmpty'],
  [/^(?<count>\d+) of (?<total>\d+) files have not arrived\.$/, 'filesMissing'],
  [/^The package is needed by (?<count>\d+) deployment/, 'packageNeeded'],
  [/^(?<count>\d+) of the packages do not exist\.$/, 'packagesUnknown'],
  [/^(?<count>\d+) of the packages cannot be deployed\.$/, 'packagesUnfit'],
  [/^(?<count>\d+) of the machines cannot be deployed to\.$/, 'machinesUnfit'],
  [/^The filter shows no machine\.$/, 'filterEmpty'],
  [/^The filter shows more than (?<count>\d+) machines\.$/, 'filterMost'],
  [/^The deployment is over \((?<state>[a-z-]+)\): there is nothing to (?<verb>[a-z]+)\.$/, 'deploymentOver'],
  [/^The deployment is not paused \((?<state>[a-z-]+)\):/, 'deploymentNotPaused'],
  [/^The deployment is being stopped:/, 'deploymentStopping'],
  [/^Nothing of the deployment is (?<which>over|failed):/, 'nothingToRelaunch'],
  [/^The whole deployment is paused:/, 'deploymentPaused'],
  [/^The whole deployment was stopped:/, 'deploymentStopped'],
  [/^The end date of the deployment has passed \((?<at>\S+)\):/, 'endPassed'],
  [/^It has ended \((?<state>[a-z-]+)\): there is nothing to (?<verb>[a-z]+)\.$/, 'executionEnded'],
  [/^It is paused already\.$/, 'executionPaused'],
  [/^It is not paused \((?<state>[a-z-]+)\):/, 'executionNotPaused'],
  [/^It has not ended \((?<state>[a-z-]+)\):/, 'executionNotEnded'],
  [/^It cannot be launched again by itself:/, 'notByItself'],
  [/^The machine changes too fast;/, 'changesTooFast'],
  [/^There is a site (?<id>\S+) already\.$/, 'siteThere'],
  [/^No other agent speaks for this machine:/, 'nothingToSplit'],
  [/^More machines than fit into one file \((?<count>\d+) so far\)\./, 'machinesMost'],
  [/^(?<count>\d+) lines? (?:is|are) at fault; nothing was written\.$/, 'linesAtFault'],
  [/^The machine of line (?<count>\d+) was changed by somebody else meanwhile\./, 'lineMeanwhile'],
  [/^The file is too large\.$/, 'fileTooLarge'],
  [/^There is no [A-Z]+ \S+\.$/, 'noSuchRoute'],
  [/^The body is (?:of no named type|\S.*); send /, 'bodyType'],
  [/^The body is not JSON:/, 'bodyJson'],
  [/^A (?:valid|personal) access token is needed\.$/, 'tokenNeeded'],
  [/^The personal access token is unknown, revoked or expired\.$/, 'tokenUnknown'],
  [/^This is for edge launchers and inventory agents\.$/, 'notForPeople'],
  [/^(?<name>Unauthorized|Forbidden|Not Found|Too Many Requests|Service Unavailable|Internal Server Error|HTTP \d+)$/, 'gateway'],
  [/^(?:The service failed\.|The request could not be carried out\.)/, 'failed'],
  [/^A group that it is to be made of was deleted meanwhile;/, 'usedGroupGone'],
  [/^Only a result can be stored anew;/, 'onlyResult'],
  [/^Only the owner of a group can delete it\.$/, 'ownerDeletes'],
  [/^(?<count>\d+) groups are made of this one\.$/, 'groupsOfIt'],
  [/^The group would be made of itself: (?<name>.+)\.$/, 'groupOfItself'],
  [/^A group that this one is made of is gone:/, 'madeOfGone'],
  [/^The group is made of itself:/, 'madeOfItself'],
  [/^Groups are nested more than (?<count>\d+) deep:/, 'nestedTooDeep'],
  [/^The machines of a request are those/, 'storeFirst'],
  [/^Machines can be removed from a result, not added to it:/, 'notIntoResult'],
  [/^(?<count>\d+) of the machines are not there\.$/, 'machinesGone'],
  [/^(?<count>\d+) of the machines are outside your perimeter\.$/, 'machinesOutside'],
  [/^(?<count>\d+) of those it is to be shared with are not there\.$/, 'shareesGone'],
  [/^(?<count>\d+) fields are not valid\.$/, 'manyFields'],
] as const

export type RefusalKey = (typeof sentences)[number][1]
/** All that any of the sentences names; empty where it does not. */
const names = ['right', 'rights', 'kind', 'id', 'login', 'name', 'count', 'total', 'state', 'verb', 'which', 'at'] as const
export type RefusalValues = Record<(typeof names)[number], string>
const none = Object.fromEntries(names.map((name) => [name, ''])) as RefusalValues

/** What a sentence says and what it names, or null for an unknown one. */
export const refusalOf = (sentence: string): { readonly key: RefusalKey; readonly values: RefusalValues } | null => {
  for (const [pattern, key] of sentences) {
    const match = pattern.exec(sentence)
    if (match) return { key, values: { ...none, ...match.groups } }
  }
  return null
}
