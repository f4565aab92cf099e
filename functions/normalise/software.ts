import type { AgentFamily, Program } from '#shared/contracts/inventory.ts'
import type { Fields } from './document.ts'
import { amountOf, dateOf, dateWithMonthFromZero, textOf } from './values.ts'

/** dpkg's own architectures; OCS appends them to the name: `libc6:amd64`. */
const debianArchitecture = /:(all|any|amd64|arm64|armel|armhf|i386|mips64el|mipsel|powerpc|ppc64el|riscv64|s390x|x32)$/

export const softwareOf = (entries: readonly Fields[], family: AgentFamily): Program[] =>
  entries.flatMap((fields) => {
    const given = textOf(fields, 'name') ?? textOf(fields, 'guid')
    if (given === null) return []
    const source = textOf(fields, 'from')
    const isDebian = source === 'deb' || source === 'dpkg'
    const publisher = textOf(fields, 'publisher')
    const program: Program = {
      name: isDebian ? given.replace(debianArchitecture, '') : given,
      version: textOf(fields, 'version'),
      // OCS gives the project's address as the publisher of packages.
      publisher: publisher !== null && /^https?:\/\//i.test(publisher) ? null : publisher,
      architecture: textOf(fields, 'arch', 'architecture') ?? debianArchitecture.exec(given)?.[1] ?? null,
      source,
      identifier: textOf(fields, 'guid'),
      installedOn:
        family === 'ocs' && isDebian ? dateWithMonthFromZero(fields.get('installdate')) : dateOf(fields.get('installdate'), 'day-first'),
      sizeBytes: amountOf(fields, 1, 'filesize'),
    }
    return program.name === '' ? [] : [program]
  })
