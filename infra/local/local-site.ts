/** The site of this machine: made at the first start, through the public API like any other. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { routes } from '#shared/contracts/routes.ts'
import { callApi } from './api-client.ts'

export const localSiteId = 'local'
/** Whoever tries the product out sends the inventories of a whole fleet at once. */
const newMachinesPerHour = 100_000
type Access = { readonly api: string; readonly token: string }

/** Idempotent. `timeZone`: IANA name. Throws with the API's words when it refuses. */
export const ensureLocalSite = async (access: Access, timeZone: string): Promise<void> => {
  const found = await callApi(access, routes.getSite, { params: { id: localSiteId } })
  if (found.kind === 'ok') return
  if (found.status !== 404) throw new Error(found.text)
  const created = await callApi(access, routes.createSite, { body: { id: localSiteId, name: 'Local', timeZone, newMachinesPerHour } })
  if (created.kind === 'refused') throw new Error(created.text)
}

/** A token for an edge launcher that has not enrolled yet, else null. */
export const enrolmentTokenFor = async (access: Access, edgeDirectory: string): Promise<string | null> => {
  if (existsSync(join(edgeDirectory, 'identity.json'))) return null
  const answer = await callApi(access, routes.createEnrolmentToken, { params: { id: localSiteId } })
  if (answer.kind === 'refused') throw new Error(answer.text)
  return answer.body.token
}
