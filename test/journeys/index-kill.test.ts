/** Whatever kill -9 cuts off while machines change, searches say after the restart what the machines say, without another upload. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { say, xmlInventory } from '../lab/agent-client.ts'
import { newDataFolder, type Product, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product

const started = () => startProduct(data.path, ['--no-demo', '--no-edge'])
beforeAll(async () => {
  data = await newDataFolder()
  product = await started()
}, 360_000)
afterAll(async () => {
  await product?.stop()
  await data?.remove()
})

const everyone = async (): Promise<readonly Machine[]> => (await product.call(routes.listMachines, { query: { limit: 100 } })).items
const upload = (name: string, programs: Record<string, string>, deviceId = name) =>
  say(product.ready.inventory, xmlInventory({ name, deviceId, serial: name, programs }))
const counts = (values: readonly string[]): Record<string, number> => {
  const sums: Record<string, number> = {}
  for (const value of values) sums[value] = (sums[value] ?? 0) + 1
  return sums
}
const counted = async (field: string, entityId?: string): Promise<Record<string, number>> => {
  const { items } = await product.call(routes.countFieldValues, {
    query: { field, limit: 100, ...(entityId === undefined ? {} : { entityId }) },
  })
  return Object.fromEntries(items.map(({ value, machines }) => [value, machines]))
}

/** As the machines themselves say: none of it comes from the index. */
const truth = async (entityId: string) => {
  const machines = await everyone()
  // A deletion that was cut off has forgotten the inventory, and not yet the machine.
  const programs = await Promise.all(
    machines.map(async ({ id }) => {
      const { status, body } = await product.raw('GET', `/machines/${id}/inventory`)
      if (status === 404) return []
      return routes.getMachineInventory.response.parse(body).inventory.software.map(({ name }) => name ?? '')
    }),
  )
  return {
    names: counts(machines.map(({ name }) => name)),
    programs: counts(programs.flat()),
    moved: counts(machines.filter((machine) => machine.entityId === entityId).map(({ name }) => name)),
  }
}
const textOf = (all: Awaited<ReturnType<typeof truth>>): string =>
  Object.values(all)
    .map((values) =>
      Object.entries(values)
        .map((entry) => entry.join(' '))
        .sort((one, other) => one.localeCompare(other))
        .join('\n'),
    )
    .join('\n\n')
const searched = async (entityId: string) => ({
  names: await counted('Machine/Name'),
  programs: await counted('Software/ProductName'),
  moved: await counted('Machine/Name', entityId),
})

it.each([3, 10, 20, 35, 60, 120])('cut off after %i ms', async (afterMs) => {
  const called = (what: string): string => `${what}-${afterMs}`
  const [keep, gone, split, edited, moved, deleted, changed] = ['keep', 'gone', 'split', 'edited', 'moved', 'deleted', 'changed'].map(
    called,
  )
  for (const name of [keep, gone, split, edited, moved, deleted, changed]) await upload(name ?? '', { [`only on ${name}`]: '1' })
  await upload(split ?? '', { [`only on ${split}`]: '1' }, `${split}-b`)
  const { id: entityId } = await product.call(routes.createEntity, { body: { name: called('Lyon'), parentId: 'root' } })
  const idOf = new Map<string, string>()
  await until(everyone, (machines) => {
    for (const { name, id } of machines) idOf.set(name, id)
    return [keep, gone, split, edited, moved, deleted, changed].every((name) => idOf.has(name ?? ''))
  })
  const id = (name: string | undefined): string => idOf.get(name ?? '') ?? ''
  const { agents } = await until(
    () => product.call(routes.getMachineInventory, { params: { id: id(split) }, query: {} }),
    (inventory) => inventory.agents.length === 2,
  )
  const before = await truth(entityId)
  await until(
    () => searched(entityId),
    (found) => textOf(found) === textOf(before),
  )

  const requests = [
    product.raw('POST', `/machines/${id(keep)}/merge`, { machineId: id(gone) }),
    product.raw('POST', `/machines/${id(split)}/split`, { agentKey: agents[0]?.key }),
    product.raw('PATCH', `/machines/${id(edited)}`, { name: called('renamed') }),
    product.raw('POST', `/entities/${entityId}/machines`, { machineIds: [id(moved)] }),
    product.raw('DELETE', `/machines/${id(deleted)}`),
    product.raw('POST', '/machines/import', [{ name: called('imported'), site: 'local', addresses: ['192.0.2.7'] }]),
    upload(changed ?? '', { [`new on ${changed}`]: '2' }),
  ]
  const settled = Promise.allSettled(requests)
  await pause(afterMs)
  await product.kill()
  const answers = await settled
  // What was answered was not refused: each request is one that changes something.
  for (const answer of answers)
    if (answer.status === 'fulfilled') expect(answer.value.status, JSON.stringify(answer.value)).toBeLessThan(300)
  product = await started()
  // Uploads that were accepted are still read; then nothing comes any more.
  let last = ''
  await until(
    async () => JSON.stringify(await truth(entityId)),
    (now) => {
      const isQuiet = now === last
      last = now
      return isQuiet
    },
  )
  const wanted = await truth(entityId)
  await until(
    () => searched(entityId),
    (found) => textOf(found) === textOf(wanted),
    20_000,
  )
})
