/** How inventory agents reach this installation: `inventory.json`, mode 0600, made at the first start through the public API. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { routes } from '#shared/contracts/routes.ts'
import { callApi } from './api-client.ts'

const Kept = z.object({ user: z.string(), password: z.string(), realm: z.string() })
type Kept = z.infer<typeof Kept>
/** With which an agent is configured. */
export type InventoryAccess = Kept & { readonly url: string }

/** Agents that were configured with the password before have this long, hours. */
const keepPreviousHours = 720
const requestLimitMs = 10_000

/** The password is made anew where a person has changed it in the console since; both work for a while. */
export const inventoryAccess = async (access: { api: string; token: string }, data: string, siteId: string): Promise<InventoryAccess> => {
  const path = join(data, 'inventory.json')
  const url = `${access.api}${routes.uploadInventory.path}`
  if (existsSync(path)) {
    const kept = Kept.parse(JSON.parse(readFileSync(path, 'utf8')))
    if (await isAccepted(url, kept)) return { url, ...kept }
  }
  const answer = await callApi(access, routes.rotateInventorySecret, { params: { id: siteId }, body: { keepPreviousHours } })
  if (answer.kind === 'refused') throw new Error(answer.text)
  const { user, password, realm } = answer.body
  writeFileSync(`${path}.new`, `${JSON.stringify({ user, password, realm })}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
  return { url, user, password, realm }
}

const isAccepted = async (url: string, { user, password }: Kept): Promise<boolean> => {
  const response = await fetch(url, {
    headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    signal: AbortSignal.timeout(requestLimitMs),
  })
  await response.arrayBuffer()
  return response.ok
}
