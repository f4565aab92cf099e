/** What the demo packages contain. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type * as z from 'zod'
import type { CreatePackage } from '#shared/contracts/packages.ts'

export type DemoPackage = {
  readonly details: z.input<typeof CreatePackage>
  readonly files: ReadonlyMap<string, Buffer>
}

const fileOf = (path: string): Buffer => readFileSync(new URL(`packages/${path}`, import.meta.url))

/** About 1 MB that nothing can compress away; the same bytes each time, so that the store has them once. */
const catalogue = (): Buffer => {
  const lines = Array.from({ length: 14_000 }, (_, row) => `${row},${createHash('sha256').update(`catalogue ${row}`).digest('hex')}`)
  return Buffer.from(`entry,checksum\n${lines.join('\n')}\n`)
}

export const demoPackages = (): readonly DemoPackage[] => [
  {
    details: {
      label: 'Pulse Hello',
      version: '1.0',
      description:
        'A package to try deployments with: four seconds, 1 MB. Un paquet pour essayer les déploiements : quatre secondes, 1 Mo.',
      command: './install.sh',
      commandName: 'Install Pulse Hello',
    },
    files: new Map([
      ['install.sh', fileOf('hello/install.sh')],
      ['README.md', fileOf('hello/README.md')],
      ['data/catalogue.csv', catalogue()],
    ]),
  },
  {
    details: {
      label: 'Broken Tool',
      version: '0.9',
      description: 'Its installer fails everywhere, to see how failures look. Son installation échoue partout, pour voir un échec.',
      command: './install.sh',
      commandName: 'Install Broken Tool',
    },
    files: new Map([
      ['install.sh', fileOf('broken-tool/install.sh')],
      ['tool.conf', fileOf('broken-tool/tool.conf')],
    ]),
  },
]
