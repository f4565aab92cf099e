/** A machine of the fleet as its GLPI agent uploads it. The same seed and number always give the same machine. */
import { type Chance, chance } from './chance.ts'
import { type Platform, programsOf } from './programs.ts'

const programsOnMachine = 150

type System = {
  readonly platform: Platform
  readonly fullName: string
  readonly version: string
  readonly kernels: readonly [string, ...string[]]
}
const systems: readonly (readonly [System, number])[] = [
  [{ platform: 'windows', fullName: 'Microsoft Windows 10 Pro', version: '22H2', kernels: ['10.0.19045'] }, 33],
  [{ platform: 'windows', fullName: 'Microsoft Windows 11 Pro', version: '23H2', kernels: ['10.0.22631', '10.0.26100'] }, 31],
  [{ platform: 'windows', fullName: 'Microsoft Windows Server 2022 Standard', version: '21H2', kernels: ['10.0.20348'] }, 7],
  [{ platform: 'windows', fullName: 'Microsoft Windows Server 2016 Standard', version: '1607', kernels: ['10.0.14393'] }, 2],
  [{ platform: 'debian', fullName: 'Debian GNU/Linux 12 (bookworm)', version: '12.7', kernels: ['6.1.0-25-amd64', '6.1.0-22-amd64'] }, 9],
  [{ platform: 'debian', fullName: 'Ubuntu 24.04.1 LTS', version: '24.04', kernels: ['6.8.0-45-generic', '6.8.0-41-generic'] }, 7],
  [{ platform: 'redhat', fullName: 'Red Hat Enterprise Linux 9.4 (Plow)', version: '9.4', kernels: ['5.14.0-427.el9.x86_64'] }, 6],
  [{ platform: 'mac', fullName: 'macOS 14.6', version: '14.6', kernels: ['23.6.0'] }, 5],
]

type Maker = { readonly name: string; readonly models: readonly [string, ...string[]]; readonly card: string; readonly bios: string }
const makers: readonly (readonly [Maker, number])[] = [
  [
    {
      name: 'Dell Inc.',
      models: ['OptiPlex 7010', 'OptiPlex 3090', 'Latitude 5440', 'Latitude 7430', 'Precision 3660', 'PowerEdge R650'],
      card: 'd4:be:d9',
      bios: 'Dell Inc.',
    },
    34,
  ],
  [
    {
      name: 'HP',
      models: ['HP ProDesk 400 G7', 'HP EliteBook 840 G9', 'HP EliteDesk 800 G6', 'HP ProBook 450 G9', 'ProLiant DL380 Gen10'],
      card: '3c:52:82',
      bios: 'HP',
    },
    31,
  ],
  [{ name: 'LENOVO', models: ['20XW', '21CB', '11JN', '30E0'], card: '54:e1:ad', bios: 'LENOVO' }, 22],
  [{ name: 'FUJITSU', models: ['ESPRIMO D7011', 'LIFEBOOK U7411'], card: '90:1b:0e', bios: 'FUJITSU // American Megatrends Inc.' }, 8],
  [{ name: 'VMware, Inc.', models: ['VMware Virtual Platform'], card: '00:50:56', bios: 'Phoenix Technologies LTD' }, 5],
]
const processors: readonly (readonly [readonly [name: string, cores: number], number])[] = [
  [['Intel(R) Core(TM) i5-10500 CPU @ 3.10GHz', 6], 26],
  [['12th Gen Intel(R) Core(TM) i5-1245U', 10], 24],
  [['13th Gen Intel(R) Core(TM) i7-13700', 16], 14],
  [['Intel(R) Core(TM) i3-8100 CPU @ 3.60GHz', 4], 16],
  [['AMD Ryzen 5 PRO 5650U with Radeon Graphics', 6], 14],
  [['Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz', 12], 6],
]
const memories: readonly (readonly [number, number])[] = [
  [4096, 6],
  [8192, 38],
  [16384, 40],
  [32768, 13],
  [65536, 3],
]
const disks: readonly (readonly [readonly [model: string, gigabytes: number], number])[] = [
  [['SAMSUNG MZVLQ256HBJD', 256], 30],
  [['KIOXIA KBG40ZNS512G', 512], 34],
  [['WDC PC SN530 SDBPMPZ-512G', 512], 20],
  [['ST1000DM010-2EP102', 1000], 16],
]
const towns: readonly [string, ...string[]] = ['PAR', 'LYO', 'LIL', 'NAN', 'TLS', 'MRS', 'BDX', 'STR', 'RNS', 'MTZ']
const services: readonly [string, ...string[]] = ['ACC', 'ADM', 'BUR', 'COM', 'DSI', 'LOG', 'MED', 'PRD', 'RH', 'SAV']

const hex = (dice: Chance, digits: number): string => Array.from({ length: digits }, () => dice.below(16).toString(16)).join('')
/** No two machines have one card: the number is in the address. */
const macOf = (prefix: string, number: number): string =>
  `${prefix}:${[number >>> 16, number >>> 8, number].map((byte) => (byte & 0xff).toString(16).padStart(2, '0')).join(':')}`

export type Upload = { readonly agentId: string; readonly document: object }

/** `round`: 0 is its first inventory; with each further one three programs were updated. */
export const uploadOf = (seed: number, number: number, round = 0): Upload => {
  const dice = chance(seed, 'machine', number)
  const system = dice.weighted(systems)
  const maker = dice.weighted(makers)
  const [processor, cores] = dice.weighted(processors)
  const [disk, gigabytes] = dice.weighted(disks)
  const memory = dice.weighted(memories)
  const model = dice.pick(maker.models)
  const name = `${dice.pick(towns)}-${dice.pick(services)}-${String(number + 1).padStart(5, '0')}`
  const id = hex(dice, 32)
  const uuid = `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${number.toString(16).padStart(12, '0')}`
  const isWindows = system.platform === 'windows'
  const totalMegabytes = Math.floor(gigabytes * 900)
  return {
    agentId: `${hex(dice, 8)}-${hex(dice, 4)}-4${hex(dice, 3)}-b${hex(dice, 3)}-${number.toString(16).padStart(12, '0')}`,
    document: {
      action: 'inventory',
      deviceid: `${name}-2026-01-15-08-30-00`,
      itemtype: 'Computer',
      content: {
        versionclient: 'GLPI-Agent_v1.11',
        hardware: {
          name,
          uuid,
          memory,
          workgroup: 'EXAMPLE',
          chassis_type: /Book|Latitude|20XW|21CB|LIFEBOOK/.test(model) ? 'Notebook' : 'Desktop',
          vmsystem: maker.name.startsWith('VMware') ? 'VMware' : 'Physical',
        },
        bios: {
          smanufacturer: maker.name,
          smodel: model,
          ssn: `${hex(dice, 4)}${String(number).padStart(6, '0')}`.toUpperCase(),
          bmanufacturer: maker.bios,
          bversion: `${1 + dice.below(3)}.${dice.below(30)}.0`,
        },
        operatingsystem: {
          full_name: system.fullName,
          name: system.fullName,
          version: system.version,
          kernel_version: dice.pick(system.kernels),
          arch: 'x86_64',
          dns_domain: 'example.org',
        },
        cpus: [
          {
            name: processor,
            manufacturer: processor.startsWith('AMD') ? 'AMD' : 'Intel',
            core: cores,
            thread: cores * 2,
            speed: 2100 + dice.below(16) * 100,
          },
        ],
        memories: [
          { capacity: memory, type: 'DDR4', speed: 3200, numslots: 1, manufacturer: dice.pick(['Samsung', 'SK Hynix', 'Micron']) },
        ],
        networks: [
          {
            description: isWindows ? 'Intel(R) Ethernet Connection (11) I219-LM' : 'eno1',
            mac: macOf(maker.card, number),
            type: 'ethernet',
            status: 'up',
            speed: 1000,
            ipaddress: `10.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`,
            ipmask: '255.255.0.0',
            ipgateway: `10.${(number >>> 16) & 255}.0.254`,
          },
        ],
        drives: isWindows
          ? [{ letter: 'C:', filesystem: 'NTFS', total: totalMegabytes, free: dice.below(totalMegabytes) }]
          : [{ type: '/', volumn: '/dev/nvme0n1p2', filesystem: 'ext4', total: totalMegabytes, free: dice.below(totalMegabytes) }],
        storages: [
          {
            name: disk,
            model: disk,
            type: 'disk',
            disksize: gigabytes * 1000,
            serialnumber: `S${hex(dice, 8)}${number}`.toUpperCase(),
            interface: 'NVMe',
          },
        ],
        controllers: [
          {
            name: isWindows ? 'Intel(R) Management Engine Interface' : 'Management Engine',
            manufacturer: 'Intel',
            vendorid: '8086',
            productid: dice.pick(['a0e0', '51e0', '7ae8']),
          },
        ],
        printers: isWindows
          ? [
              { name: `${dice.pick(towns)}-PRN-${dice.below(400)}`, driver: 'HP Universal Printing PCL 6' },
              { name: 'Microsoft Print to PDF', driver: 'Microsoft Print To PDF' },
            ]
          : [],
        softwares: programsOf(seed, system.platform, number, programsOnMachine, round),
      },
    },
  }
}
