/** What the agents of the fleet send. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect } from 'vitest'
import type { Machine } from '#shared/contracts/machines.ts'
import { say, xmlInventory } from '../../lab/agent-client.ts'
import { inventoriesIn } from '../inventories.ts'
import type { Product } from '../product.ts'

const captures = join(import.meta.dirname, '../../../functions/normalise/captures')

export const upload = async (product: Product, xml: string): Promise<void> => {
  const heard = await say(product.ready.inventory, xml, { headers: { 'user-agent': 'FusionInventory-Agent_v2.6-3' } })
  expect(heard.status, heard.text).toBe(200)
}
/** A machine that stands alone, by its UUID. */
export const uploaded = async (product: Product, name: string, programs: Readonly<Record<string, string>>): Promise<Machine> => {
  const number = name.replace(/\D/g, '').padStart(12, '0')
  await upload(product, xmlInventory({ name, uuid: `5c4c4544-0051-3610-8052-${number}`, serial: `S${number}`, programs }))
  return inventoriesIn(product).one(name, ({ lastInventoryAt }) => lastInventoryAt !== null)
}
const program = (name: string, version: string): string =>
  `<SOFTWARES><ARCH>amd64</ARCH><FROM>deb</FROM><NAME>${name}</NAME><PUBLISHER>Debian</PUBLISHER><VERSION>${version}</VERSION></SOFTWARES>`
const updated = (xml: string): string =>
  xml
    .replace('7.88.1-10+deb12u14', '7.88.1-10+deb12u15')
    .replace(/<SOFTWARES>(?:(?!<\/SOFTWARES>)[\s\S])*<NAME>apt-transport-https<(?:(?!<\/SOFTWARES>)[\s\S])*<\/SOFTWARES>/, '')
    .replace('<SOFTWARES>', `${program('firefox-esr', '140.5.0esr-1~deb12u1')}<SOFTWARES>`)

export type Captured = {
  /** As it came first, then with another curl, with Firefox, and without apt-transport-https. */
  readonly pc: Machine
  /** When it came first. */
  readonly firstAt: string
}

/** The machine that was captured, after its two uploads. */
export const capturedMachine = (product: Product): Captured => {
  let captured: Captured | null = null
  const { one } = inventoriesIn(product)
  beforeAll(async () => {
    const xml = await readFile(join(captures, 'fusioninventory-debian.xml'), 'utf8')
    await upload(product, xml)
    const firstAt = (await one('pc-12', ({ lastInventoryAt }) => lastInventoryAt !== null)).lastInventoryAt ?? ''
    await upload(product, updated(xml))
    captured = { pc: await one('pc-12', ({ lastInventoryAt }) => (lastInventoryAt ?? '') > firstAt), firstAt }
  })
  const now = (): Captured => {
    if (!captured) throw new Error('nothing was uploaded yet: it is there from beforeAll on')
    return captured
  }
  return {
    get pc() {
      return now().pc
    },
    get firstAt() {
      return now().firstAt
    },
  }
}
