/** As the agents do it: each machine uploads to `POST /inventory`. */
import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { Installation } from './installation.ts'
import { type Upload, uploadOf } from './machine.ts'

const atATime = 24
const triesOfEach = 5

export type Fleet = { readonly seed: number; readonly from: number; readonly count: number; readonly round: number }

export const numbersOf = ({ from, count }: Fleet): number[] => Array.from({ length: count }, (_, at) => from + at)

export const sendUpload = async ({ api, agents }: Installation, { agentId, document }: Upload): Promise<void> => {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`${api}/inventory`, {
      method: 'POST',
      headers: {
        authorization: agents,
        'content-type': 'application/x-compress-gzip',
        'glpi-agent-id': agentId,
        'user-agent': 'GLPI-Agent_v1.11',
      },
      body: gzipSync(JSON.stringify(document)),
    })
    const text = await response.text()
    if (response.ok) return
    if (tries === triesOfEach || response.status < 500)
      throw new Error(`POST /inventory answered ${response.status}: ${text.slice(0, 300)}`)
    await new Promise((resolve) => setTimeout(resolve, 500 * tries))
  }
}

const Site = z.object({ newMachinesPerHour: z.number() })

/** As whoever rolls agents out does it: room for all of them first. */
const makeRoom = async ({ api, token, siteId }: Installation, machines: number): Promise<void> => {
  const url = `${api}/sites/${siteId}`
  const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' }
  const site = Site.parse(await (await fetch(url, { headers })).json())
  if (site.newMachinesPerHour >= machines) return
  const response = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ newMachinesPerHour: machines }) })
  if (!response.ok) throw new Error(`PATCH /sites/${siteId} answered ${response.status}: ${await response.text()}`)
}

export const uploadFleet = async (installation: Installation, fleet: Fleet, onSent: (sent: number) => void): Promise<void> => {
  await makeRoom(installation, fleet.count)
  const rest = numbersOf(fleet).values()
  let sent = 0
  const worker = async (): Promise<void> => {
    for (const number of rest) {
      await sendUpload(installation, uploadOf(fleet.seed, number, fleet.round))
      onSent(++sent)
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
}

const Count = z.object({ items: z.array(z.object({ value: z.string(), machines: z.number() })) })

/** Machines that the index knows by their GLPI agent. */
export const machinesIndexed = async ({ api, token }: Installation): Promise<number> => {
  const response = await fetch(`${api}/inventory/values?field=General/Agent`, { headers: { authorization: `Bearer ${await token()}` } })
  if (!response.ok) throw new Error(`GET /inventory/values answered ${response.status}: ${await response.text()}`)
  return Count.parse(await response.json()).items.find(({ value }) => value === 'glpi')?.machines ?? 0
}
