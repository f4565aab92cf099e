import type { Edge } from '#shared/contracts/sites.ts'

/** An edge launcher asks for work every 30 s; after this long without a word something is wrong. Milliseconds. */
const silentAfterMs = 180_000

export const isSilent = ({ lastSeenAt }: Pick<Edge, 'lastSeenAt'>, now: Date): boolean =>
  lastSeenAt === null || now.getTime() - Date.parse(lastSeenAt) > silentAfterMs
