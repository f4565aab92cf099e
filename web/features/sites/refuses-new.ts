import type { Site } from '#shared/contracts/sites.ts'

/** So long after inventories of new machines were refused it is still worth a line. Milliseconds. */
const worthTellingMs = 24 * 3_600_000

export const refusesNew = ({ newMachinesRefusedAt: at }: Pick<Site, 'newMachinesRefusedAt'>, now: Date): boolean =>
  at !== null && now.getTime() - Date.parse(at) < worthTellingMs
