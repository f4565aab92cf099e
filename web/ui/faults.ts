/**
 * The sentences with which contracts refuse a field (shared/contracts), to be said in the person's language.
 * A sentence that is not here is shown as the service says it.
 */
const sentences = [
  [/^must not be empty$/, 'empty'],
  [/^must have at most (\d+) characters$/, 'tooLong'],
  [/^Too big: expected string to have <=(\d+) characters$/, 'tooLong'],
  [/^must not contain control or direction-override characters$/, 'control'],
  [/^must be one line$/, 'oneLine'],
  [/^must be a host name, an IPv4 or an IPv6 address$/, 'address'],
  [/^must be an account name:/, 'account'],
  [/^must be a whole number/, 'whole'],
  [/^Invalid input: expected number/, 'number'],
  [/^must be from 1 to 65535$/, 'port'],
  [/^must be a public host key/, 'hostKey'],
  [/^must be the name of a key file/, 'keyName'],
  [/^must be an identifier:/, 'identifier'],
  [/^must be an IANA time zone/, 'timeZone'],
  [/^must be at least ([\d.]+)( bits a second)?$/, 'least'],
  [/^must be at most ([\d.]+)/, 'most'],
  [/^must name at least one machine$/, 'machines'],
  [/^must name at most (\d+) machines$/, 'mostMachines'],
  [/^must name a part of the name, or a site$/, 'filter'],
  [/^must have exactly one of (.+)$/, 'exactlyOne'],
  [/^must name at least one package$/, 'packages'],
  [/^must name at most (\d+) packages$/, 'mostPackages'],
  [/^must be in the bundle once only$/, 'onceOnly'],
  [/^must be a MAC address/, 'mac'],
  [/^must be an IPv4 broadcast address/, 'broadcast'],
  [/^must be an instant in UTC/, 'instant'],
  [/^must be after startAt$/, 'endAfterStart'],
  [/^must be in the future/, 'future'],
  [/^must open on site (.+?\)) between/, 'noWindow'],
  [/^must be the name of a machine that exists/, 'noSuchName'],
  [/^must be a machine that exists/, 'noSuchMachine'],
  [/^must be one machine's name; (\d+) have it/, 'sameName'],
  [/^must be named once only/, 'namedOnce'],
  [/^must show at least one machine/, 'filterEmpty'],
  [/^must show at most (\d+) machines/, 'filterMost'],
  [/^must be a bundle that exists/, 'noBundle'],
  [/^must be a package that exists/, 'noPackage'],
  [/^must be a package that is complete/, 'packagePending'],
  [/^must name at least one range/, 'someRange'],
  [/^expected a range/, 'rangeHere'],
  [/^expected - and a second bound after "(.*?)"/, 'secondBound'],
  [/^"(.*?)" begins and ends at the same time/, 'sameTime'],
  [/^"(.*?)" is not a time/, 'noTime'],
  [/^"(.*?)" has \d+ minutes/, 'minutes'],
  [/^"(.*?)" has \d+ seconds/, 'seconds'],
  [/^"(.*?)" has \d+ hours/, 'hours'],
  [/^must be a login:/, 'login'],
  [/^must be an e-mail address/, 'email'],
  [/^must not be the login of another user/, 'loginTaken'],
  [/^must not be the e-mail address of another user/, 'emailTaken'],
  [/^must not be taken$/, 'taken'],
  [/^must hold at least one right$/, 'oneRight'],
  [/^must give no right that you do not hold$/, 'notYours'],
  [/^must be an? .+ within your perimeter$/, 'outside'],
  [/^must be a range of addresses/, 'range'],
  [/^must have at most (\d+) entries$/, 'mostEntries'],
  [/^must name at least one user$/, 'users'],
  [/^must name at most (\d+) users$/, 'mostUsers'],
  [/^must be a right of the product$/, 'right'],
  [/^must be a profile that exists$/, 'noProfile'],
  [/^must be a group of users that exists$/, 'noUserGroup'],
  [/^must be an entity that exists$/, 'noEntity'],
  [/^must be a user that exists$/, 'noUser'],
  [/^must not be the entity itself nor one under it$/, 'entityCircle'],
  [/^must be absent: the root does not move$/, 'rootMoves'],
  [/^must be relative to the package/, 'pathAbsolute'],
  [/^must not contain control characters, backslashes/, 'pathCharacters'],
  [/^must not contain an empty part/, 'pathEmptyPart'],
  [/^must not contain \. or \.\. as a part$/, 'pathDots'],
  [/^must have parts of at most (\d+)/, 'pathPartTooLong'],
  [/^must not have a part that begins with a space/, 'pathSpaces'],
  [/^must not use (.+), a reserved device name/, 'pathDevice'],
] as const

export type FaultKey = (typeof sentences)[number][1]

/** The key of a sentence and the value in it, or null for an unknown one. */
export const faultKey = (sentence: string): { readonly key: FaultKey; readonly value: string } | null => {
  for (const [pattern, key] of sentences) {
    const match = pattern.exec(sentence)
    if (match) return { key, value: match[1] ?? '' }
  }
  return null
}
