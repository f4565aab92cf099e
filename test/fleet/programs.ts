/**
 * The programs that a fleet has: some that everyone knows, then a long tail. The one of rank r is on about 1/r of the
 * machines (Zipf); of each program most machines have the newest version, few the older ones.
 */
import { type Chance, chance } from './chance.ts'

export type Platform = 'windows' | 'debian' | 'redhat' | 'mac'
export type InstalledProgram = {
  readonly name: string
  readonly version: string
  readonly publisher: string
  readonly from: string
  readonly arch: string
}
type CatalogueEntry = Omit<InstalledProgram, 'version'> & { readonly versions: readonly string[] }

const known: Readonly<Record<Platform, readonly (readonly [name: string, publisher: string])[]>> = {
  windows: [
    ['Microsoft Edge', 'Microsoft Corporation'],
    ['Microsoft Visual C++ 2015-2022 Redistributable (x64)', 'Microsoft Corporation'],
    ['Microsoft Update Health Tools', 'Microsoft Corporation'],
    ['Microsoft Office Professionnel Plus 2019 - fr-fr', 'Microsoft Corporation'],
    ['Mozilla Firefox (x64 fr)', 'Mozilla'],
    ['Google Chrome', 'Google LLC'],
    ['7-Zip (x64)', 'Igor Pavlov'],
    ['Adobe Acrobat Reader DC - Français', 'Adobe Systems Incorporated'],
    ['Java 8 Update (64-bit)', 'Oracle Corporation'],
    ['MSXML 6.0 Parser', 'Microsoft Corporation'],
    ['VLC media player', 'VideoLAN'],
    ['LibreOffice', 'The Document Foundation'],
    ['Mozilla Thunderbird (x64 fr)', 'Mozilla'],
    ['Notepad++ (64-bit x64)', 'Notepad++ Team'],
    ['PuTTY release (64-bit)', 'Simon Tatham'],
    ['GLPI Agent', 'Teclib'],
    ['MSXML 4.0 SP2 Parser and SDK', 'Microsoft Corporation'],
  ],
  debian: [
    'libc6',
    'bash',
    'coreutils',
    'openssh-server',
    'openssl',
    'systemd',
    'python3',
    'perl-base',
    'curl',
    'vim',
    'firefox-esr',
    'libssl3',
    'sudo',
    'rsync',
  ].map((name) => [name, 'Debian'] as const),
  redhat: [
    'glibc',
    'bash',
    'coreutils',
    'openssh-server',
    'openssl-libs',
    'systemd',
    'python3',
    'dnf',
    'curl',
    'vim-enhanced',
    'firefox',
    'kernel-core',
  ].map((name) => [name, 'Red Hat, Inc.'] as const),
  mac: ['Safari', 'Mail', 'Xcode', 'Firefox', 'Google Chrome', 'Microsoft Word', 'Microsoft Excel', 'Terminal', 'Preview'].map(
    (name) => [name, 'Apple Inc.'] as const,
  ),
}

const publishers: readonly [string, ...string[]] = [
  'Microsoft Corporation',
  'Adobe Systems Incorporated',
  'Intel Corporation',
  'HP Inc.',
  'Dell Inc.',
  'Lenovo',
  'Oracle Corporation',
  'SAP SE',
  'Autodesk, Inc.',
  'Cisco Systems, Inc.',
  'Dassault Systèmes',
  'Sage',
  'Cegid',
  'Wavesoft',
  'ESET, spol. s r.o.',
  'Siemens AG',
]
const subjects: readonly [string, ...string[]] = [
  'Audio',
  'Backup',
  'Billing',
  'Card Reader',
  'Chipset',
  'Directory',
  'Document',
  'Drawing',
  'Fax',
  'Graphics',
  'Identity',
  'Inventory',
  'Invoice',
  'Ledger',
  'Mail',
  'Network',
  'Payroll',
  'PDF',
  'Planning',
  'Print',
  'Remote',
  'Report',
  'Scanner',
  'Storage',
  'Survey',
  'Terminal',
  'Update',
  'Video',
  'Wireless',
]
const things: readonly [string, ...string[]] = [
  'Agent',
  'Assistant',
  'Center',
  'Client',
  'Connector',
  'Console',
  'Driver',
  'Framework',
  'Manager',
  'Plug-in',
  'Runtime',
  'Service',
  'Studio',
  'Suite',
  'Toolkit',
  'Utility',
  'Viewer',
]
const roots: readonly [string, ...string[]] = [
  'gtk',
  'glib',
  'x11',
  'xml',
  'json',
  'crypt',
  'font',
  'image',
  'audio',
  'video',
  'net',
  'db',
  'ldap',
  'krb5',
  'usb',
  'pci',
  'perl',
  'python3',
  'ruby',
  'java',
]

const sizes: Readonly<Record<Platform, number>> = { windows: 4000, debian: 6000, redhat: 4000, mac: 1200 }
const sources: Readonly<Record<Platform, string>> = { windows: 'registry', debian: 'deb', redhat: 'rpm', mac: 'system_profiler' }
const architectures: Readonly<Record<Platform, string>> = { windows: 'x86_64', debian: 'amd64', redhat: 'x86_64', mac: 'x86_64' }

const nameAt = (platform: Platform, rank: number, dice: Chance): readonly [string, string] => {
  const famous = known[platform][rank]
  if (famous) return famous
  const isLinux = platform === 'debian' || platform === 'redhat'
  if (isLinux)
    return [`${dice.pick(['lib', 'lib', '', 'golang-'])}${dice.pick(roots)}-${dice.pick(roots)}${rank}`, known[platform][0]?.[1] ?? '']
  const publisher = dice.pick(publishers)
  return [`${publisher.split(/[ ,]/)[0]} ${dice.pick(subjects)} ${dice.pick(things)} ${rank}`, publisher]
}

/** Newest first. */
const versionsOf = (platform: Platform, dice: Chance): string[] => {
  const count = 1 + Math.floor(12 * dice.next() ** 3)
  const [major, minor] = [1 + dice.below(20), dice.below(10)]
  return Array.from({ length: count }, (_, age) => {
    const number = `${major}.${minor}.${(count - age) * 3 + dice.below(3)}`
    return platform === 'debian'
      ? `${number}-1+deb12u${count - age}`
      : platform === 'redhat'
        ? `${number}-${count - age}.el9`
        : `${number}.${dice.below(5000)}`
  })
}

const catalogues = new Map<string, readonly CatalogueEntry[]>()
const catalogue = (seed: number, platform: Platform): readonly CatalogueEntry[] => {
  const key = `${seed}/${platform}`
  const made =
    catalogues.get(key) ??
    Array.from({ length: sizes[platform] }, (_, rank): CatalogueEntry => {
      const dice = chance(seed, 'program', platform, rank)
      const [name, publisher] = nameAt(platform, rank, dice)
      return { name, publisher, from: sources[platform], arch: architectures[platform], versions: versionsOf(platform, dice) }
    })
  catalogues.set(key, made)
  return made
}

/** `round`: how often three of its programs have been updated since. */
export const programsOf = (seed: number, platform: Platform, machine: number, count: number, round: number): InstalledProgram[] => {
  const all = catalogue(seed, platform)
  const dice = chance(seed, 'machine', machine, 'programs')
  const ranks = new Set<number>()
  // Inverse of Zipf's distribution: ranks are spread evenly on a logarithmic scale.
  for (let tries = 0; ranks.size < Math.min(count, all.length) && tries < count * 60; tries++)
    ranks.add(Math.floor(all.length ** dice.next()) - 1)
  const installed = [...ranks].flatMap((rank): InstalledProgram[] => {
    const entry = all[rank]
    if (!entry) return []
    const age = Math.min(entry.versions.length - 1, Math.floor(entry.versions.length * dice.next() ** 3))
    const { versions, ...program } = entry
    return [{ ...program, version: versions[age] ?? '1.0' }]
  })
  for (let update = 1; update <= round; update++) {
    const updated = chance(seed, 'machine', machine, 'update', update)
    for (let one = 0; one < 3; one++) {
      const at = updated.below(installed.length)
      const before = installed[at]
      if (before) installed[at] = { ...before, version: `${before.version.split('+u')[0]}+u${update}` }
    }
  }
  return installed
}
