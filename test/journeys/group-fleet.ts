/** A few machines that upload as GLPI agents do, and what a person asks about groups of them. */
import type * as z from 'zod'
import type { CreateGroup, Criterion } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { jsonInventory, say } from '../lab/agent-client.ts'
import { type Product, until } from './product.ts'

export type Described = {
  readonly name: string
  readonly system: string
  readonly processor: string
  readonly driveMegabytes: number
  readonly memoryMegabytes: number
  readonly programs: Readonly<Record<string, string>>
  readonly tag?: string
}

const xp = 'Microsoft Windows XP Professional'
const parser = 'MSXML 6.0 Parser (KB925673)'
export const office: readonly Described[] = [
  {
    name: 'workstation10',
    system: xp,
    processor: 'Intel Pentium 4',
    driveMegabytes: 40_000,
    memoryMegabytes: 512,
    programs: { [parser]: '6.10', 'Mozilla Firefox': '3.0' },
  },
  {
    name: 'workstation11',
    system: xp,
    processor: 'AMD Athlon 64',
    driveMegabytes: 80_000,
    memoryMegabytes: 1024,
    programs: { 'Mozilla Firefox': '3.5' },
  },
  {
    name: 'workstation12',
    system: 'Microsoft Windows 2000',
    processor: 'Intel Pentium 4',
    driveMegabytes: 80_000,
    memoryMegabytes: 1024,
    programs: { [parser]: '6.20' },
  },
  {
    name: 'workstation13',
    system: 'Debian GNU/Linux 12',
    processor: 'AMD Athlon 64',
    driveMegabytes: 200_000,
    memoryMegabytes: 4096,
    programs: { 'Mozilla Firefox': '3.5' },
  },
  {
    name: 'server1',
    system: 'Microsoft Windows Server 2022',
    processor: 'Intel Xeon',
    driveMegabytes: 900_000,
    memoryMegabytes: 65_536,
    programs: { [parser]: '6.10' },
  },
]

export const uploadMachine = async (product: Product, { name, tag, ...has }: Described): Promise<void> => {
  const number = [...Buffer.from(name)]
    .reduce((sum, byte) => (sum * 31 + byte) % 1e12, 7)
    .toString()
    .padStart(12, '0')
  const content = {
    hardware: { name, uuid: `4c4c4544-0051-3610-8052-${number}`, memory: has.memoryMegabytes },
    operatingsystem: { full_name: has.system, name: has.system },
    cpus: [{ name: has.processor, core: 1 }],
    drives: [{ letter: 'C:', filesystem: 'NTFS', total: has.driveMegabytes, free: 1000 }],
    softwares: Object.entries(has.programs).map(([program, version]) => ({ name: program, version })),
    networks: [{ description: 'eth0', mac: `02:00:${number.slice(-8).replace(/..(?=.)/g, '$&:')}`, ipaddress: '192.0.2.7', status: 'up' }],
  }
  const document: Record<string, unknown> = JSON.parse(jsonInventory(`${name}-2026-01-01-00-00-00`, content))
  const heard = await say(product.ready.inventory, JSON.stringify({ ...document, ...(tag !== undefined && { tag }) }), {
    headers: { 'glpi-agent-id': `0b6e7c9e-6b3f-4a52-9f3e-${number}`, 'user-agent': 'GLPI-Agent_v1.12' },
    packing: 'none',
    type: 'application/json',
  })
  if (heard.status !== 200) throw new Error(`the door of the agents answered ${heard.status}: ${heard.text}`)
}

type Query = { readonly criteria: readonly z.input<typeof Criterion>[]; readonly expression?: string | null }
export const inventory = (field: string, value: string, more: object = {}) => ({ module: 'inventory' as const, field, value, ...more })
export const inGroup = (groupId: string) => ({ module: 'dyngroup' as const, field: 'groupname' as const, groupId })

export const groupsOf = (product: Product) => {
  const check = ({ criteria, expression = null }: Query) =>
    product.call(routes.checkGroup, { body: { criteria: [...criteria], expression } })
  return {
    check,
    create: (body: z.input<typeof CreateGroup>) => product.call(routes.createGroup, { body }),
    get: (id: string) => product.call(routes.getGroup, { params: { id } }),
    /** The names of its machines, as the list of machines shows them. */
    content: async (groupId: string): Promise<string[]> =>
      (await product.call(routes.listMachines, { query: { groupId, limit: 100 } })).items.map(({ name }) => name),
    /** Every machine is indexed whole: the last field that is written is there. */
    uploadAll: async (machines: readonly Described[]): Promise<Map<string, string>> => {
      for (const machine of machines) await uploadMachine(product, machine)
      for (const { name, driveMegabytes, programs } of machines)
        await until(
          () =>
            check({
              criteria: [
                inventory('Machine/Name', name),
                inventory('Drive/TotalSpace', '1', { comparison: 'at-least' }),
                ...Object.entries(programs).map(([program, second]) => inventory('Software/Products', program, { second })),
              ],
            }),
          ({ count }) => count === 1 && driveMegabytes > 0,
        )
      const { items } = await product.call(routes.listMachines, { query: { limit: 100 } })
      return new Map(items.map(({ name, id }) => [name, id]))
    },
  }
}
