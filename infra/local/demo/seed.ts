/** Fills a fresh installation with the demo fleet and packages, through the public API only. */

import { appendFile, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { routes } from '#shared/contracts/routes.ts'
import { apiCaller, type Call } from './api.ts'
import { authorizedKeysFile } from './authorized-keys.ts'
import { readFleet } from './fleet-file.ts'
import { seedMachines } from './seed-machines.ts'
import { seedPackages } from './seed-packages.ts'
import { openMemory } from './seeded.ts'

/** How long the edge launcher may take to enrol, milliseconds. */
const edgeLimitMs = 60_000
const askEveryMs = 200

/**
 * Call it when the fleet is running and the site exists; again at each start. Twice makes nothing twice, and what a
 * person deleted stays deleted. `api` is the base address without a trailing slash, `directory` the fleet's PULSE_DEMO_DIR.
 * Throws when the API refuses something, or when no edge launcher enrols within a minute.
 */
export const seedDemo = async (options: { api: string; token: string; siteId: string; directory: string }): Promise<void> => {
  const { api, token, siteId, directory } = options
  const call = apiCaller(api, token)
  const memory = openMemory(directory)
  await authorize(directory, await edgeKeys(call, siteId))
  await seedMachines(call, memory, siteId, readFleet(directory))
  await seedPackages(call, memory)
}

/** The public keys of the site's edge launchers, as soon as there is one. */
const edgeKeys = async (call: Call, siteId: string): Promise<string[]> => {
  const deadline = Date.now() + edgeLimitMs
  for (;;) {
    const answer = await call(routes.getSite, { params: { id: siteId } })
    const edges = answer === null ? [] : routes.getSite.response.parse(answer).edges
    if (edges.length > 0) return edges.map(({ sshPublicKey }) => sshPublicKey.trim())
    if (Date.now() > deadline) throw new Error(`no edge launcher enrolled on site ${siteId} within ${edgeLimitMs / 1000} s`)
    await wait(askEveryMs)
  }
}

/** Lets these keys in to every machine of the fleet. */
const authorize = async (directory: string, keys: readonly string[]): Promise<void> => {
  const file = authorizedKeysFile(directory)
  const present = await readFile(file, 'utf8').catch(() => '')
  const lines = new Set(present.split('\n'))
  const missing = keys.filter((key) => !key.includes('\n') && !lines.has(key))
  const before = present === '' || present.endsWith('\n') ? '' : '\n'
  if (missing.length > 0) await appendFile(file, `${before}${missing.join('\n')}\n`, { mode: 0o600 })
}
