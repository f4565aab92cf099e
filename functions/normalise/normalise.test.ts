import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import { NotAnInventory } from './document.ts'
import { completed, type Normalised, normalise } from './normalise.ts'
import { readDocument } from './read-document.ts'

const capture = (name: string): Buffer => readFileSync(new URL(`captures/${name}`, import.meta.url))
const read = (bytes: Uint8Array | string, userAgent = ''): Normalised =>
  normalise(readDocument(Buffer.from(bytes)), { userAgent, agentId: null, receivedAt: '2026-11-25T14:00:00.000Z' })
const ocs = read(capture('ocs-debian.xml'), 'OCS-NG_unified_unix_agent_v2.10.0').record
const fusion = read(capture('fusioninventory-debian.xml')).record
const glpi = read(capture('glpi-debian.json')).record

const programs = ({ software }: InventoryRecord): string[] =>
  software.map(({ name, version, architecture }) => `${name} ${version} ${architecture}`)
const xml = (sections: string): string =>
  `<?xml version="1.0"?><REQUEST><CONTENT>${sections}</CONTENT><DEVICEID>pc-2026-01-01-00-00-00</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>`

describe('H2 one record whatever the agent', () => {
  it('the same programs, from OCS, FusionInventory and GLPI', () => {
    expect(programs(ocs).length).toBeGreaterThan(20)
    expect(programs(fusion)).toEqual(programs(ocs))
    expect(programs(glpi)).toEqual(programs(ocs))
    expect(programs(ocs).some((program) => /:(amd64|all)/.test(program))).toBe(false)
  })

  it('the same machine: make, serial number, UUID, memory, drives, disks, addresses, system', () => {
    const identity = {
      manufacturer: 'Dell Inc.',
      model: 'OptiPlex 7010',
      serialNumber: 'Q6R1M12',
      uuid: '4c4c4544-0051-3610-8052-b4c04f4d3132',
      assetTag: null,
    }
    for (const record of [ocs, fusion, glpi]) {
      expect(record.general).toMatchObject({ name: 'pc-12', ...identity })
      expect(record.operatingSystem).toMatchObject({ name: 'Debian GNU/Linux 12', architecture: 'x86_64' })
      expect(record.hardware).toMatchObject({ memoryBytes: 24_105 * 2 ** 20, bios: { version: 'A29', date: '2018-06-28' } })
      expect(record.hardware.processors).toMatchObject([{ name: 'AMD EPYC', architecture: 'x86_64', cores: 2 }])
      expect(record.drives).toMatchObject([{ mount: '/', totalBytes: 258_019 * 2 ** 20, fileSystem: 'ext4' }])
      expect(Math.round((record.disks[0]?.sizeBytes ?? 0) / 1e6)).toBeCloseTo(274_877, -1)
      expect(record.network.map(({ name }) => name)).toEqual(['eth0', 'ifb0'])
      expect(record.network[0]).toMatchObject({ macAddress: '00:00:5e:00:53:12', isUp: true, gateway: '192.0.2.1' })
      expect(record.network[0]?.addresses).toContainEqual({ address: '192.0.2.12', mask: '255.255.255.0', family: 'ipv4' })
    }
    expect([ocs, fusion, glpi].map(({ source }) => `${source.family} ${source.version}`)).toEqual([
      'ocs 2.10.0',
      'fusioninventory 2.6-3',
      'glpi 1.12',
    ])
  })

  it('OCS is a month early with Debian packages, and not with others', () => {
    expect(ocs.software.find(({ name }) => name === 'adduser')?.installedOn).toBe('2025-05-20')
    const [december, rpm] = read(
      xml(`<HARDWARE><NAME>pc</NAME></HARDWARE>
        <SOFTWARES><NAME>a</NAME><FROM>deb</FROM><INSTALLDATE>2025/11/31 10:00:00</INSTALLDATE></SOFTWARES>
        <SOFTWARES><NAME>b</NAME><FROM>rpm</FROM><INSTALLDATE>2025/11/30</INSTALLDATE></SOFTWARES>
        <SOFTWARES><NAME>c</NAME><FROM>deb</FROM><INSTALLDATE>2025/00/20</INSTALLDATE></SOFTWARES>`),
      'OCS-NG_unified_unix_agent_v2.10.0',
    ).record.software
    expect(december?.installedOn).toBe('2025-12-31')
    expect(rpm?.installedOn).toBe('2025-11-30')
  })

  it('environments, processes and product keys are not in it', () => {
    for (const record of [ocs, fusion, glpi]) expect(JSON.stringify(record)).not.toContain('canary')
    const keys = xml(`<HARDWARE><NAME>pc</NAME><WINPRODKEY>AAAAA-BBBBB</WINPRODKEY></HARDWARE>
      <REGISTRY><NAME>ProductKey</NAME><REGVALUE>AAAAA-BBBBB</REGVALUE></REGISTRY><REGISTRY><NAME>Proxy</NAME><REGVALUE>on</REGVALUE></REGISTRY>`)
    const { record } = read(keys)
    expect(JSON.stringify(record)).not.toContain('AAAAA')
    expect(record.registry).toEqual([{ hive: null, name: 'Proxy', value: 'on' }])
  })

  it('units and unknowns: network speeds, HP-UX drives, Windows dates and drives, doubly encoded text', () => {
    const { record } = read(
      xml(`<HARDWARE><NAME>pc</NAME><OSNAME>Microsoft Windows 10</OSNAME></HARDWARE>
        <NETWORKS><DESCRIPTION>a</DESCRIPTION><SPEED>-1 Mbps</SPEED></NETWORKS><NETWORKS><DESCRIPTION>b</DESCRIPTION><SPEED>4294967295</SPEED></NETWORKS>
        <NETWORKS><DESCRIPTION>c</DESCRIPTION><SPEED>1000</SPEED></NETWORKS><NETWORKS><DESCRIPTION>d</DESCRIPTION><SPEED>2.5 Gb/s</SPEED></NETWORKS>
        <DRIVES><LETTER>C:/</LETTER><TYPE>Hard Drive</TYPE><VOLUMN>System</VOLUMN><TOTAL>100</TOTAL><FREE>50</FREE></DRIVES>
        <SOFTWARES><NAME>Ã‰diteur de rÃ©sumÃ©s</NAME><INSTALLDATE>18/04/2017</INSTALLDATE><FROM>registry</FROM></SOFTWARES>
        <SOFTWARES><NAME>rÃ©sumÃ©</NAME><INSTALLDATE>N/A</INSTALLDATE></SOFTWARES><SOFTWARES><NAME>SÃO Paulo</NAME></SOFTWARES>`),
    )
    expect(record.network.map(({ speedBitsPerSecond }) => speedBitsPerSecond)).toEqual([null, null, 1e9, 2.5e9])
    expect(record.drives).toEqual([
      { mount: 'C:', volume: null, label: 'System', fileSystem: null, totalBytes: 100 * 2 ** 20, freeBytes: 50 * 2 ** 20 },
    ])
    expect(record.software.map(({ name }) => name)).toContain('résumé')
    expect(record.software.map(({ name }) => name)).toContain('SÃO Paulo')
    expect(record.software.find(({ source }) => source === 'registry')?.installedOn).toBe('2017-04-18')
    const hpux = read(
      xml('<HARDWARE><NAME>hp</NAME><OSNAME>HP-UX</OSNAME></HARDWARE><DRIVES><TYPE>/</TYPE><TOTAL>1024</TOTAL><FREE>7</FREE></DRIVES>'),
    )
    expect(hpux.record.drives).toMatchObject([{ totalBytes: 2 ** 20, freeBytes: null }])
  })

  it('any charset: UTF-8, what is declared, else windows-1252', () => {
    const named = (name: Buffer, declaration = ''): Buffer =>
      Buffer.concat([
        Buffer.from(declaration),
        Buffer.from('<REQUEST><CONTENT><HARDWARE><NAME>'),
        name,
        Buffer.from('</NAME></HARDWARE></CONTENT><DEVICEID>d</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>'),
      ])
    const nameIn = (bytes: Buffer) => read(bytes).record.general.name
    expect(nameIn(named(Buffer.from('été')))).toBe('été')
    expect(nameIn(named(Buffer.from('été', 'latin1')))).toBe('été')
    expect(nameIn(named(Buffer.from([0xbb, 0xd8]), '<?xml version="1.0" encoding="iso-8859-7"?>'))).toBe('»Ψ')
    expect(nameIn(named(Buffer.from([0x80, 0x35]), '<?xml version="1.0" encoding="utf-8"?>'))).toBe('€5')
    expect(nameIn(named(Buffer.from('pc\u202egnp\u0000.exe')))).toBe('pc gnp .exe')
  })

  it('a partial inventory replaces what it speaks of and keeps the rest; without programs, none is gone', () => {
    const document = {
      action: 'inventory',
      deviceid: 'pc-12',
      itemtype: 'Computer',
      partial: true,
      content: {
        versionclient: 'GLPI-Agent_v1.12',
        hardware: { name: 'pc-12', memory: 1 },
        drives: [{ type: '/data', total: 5 }],
        printers: [],
      },
    }
    const partial = read(JSON.stringify(document))
    const after = completed(glpi, partial)
    expect(after.software).toEqual(glpi.software)
    expect(after.network).toEqual(glpi.network)
    expect(after.hardware).toMatchObject({ memoryBytes: 2 ** 20, processors: glpi.hardware.processors, bios: { version: 'A29' } })
    expect(after.general).toMatchObject({ name: 'pc-12', serialNumber: 'Q6R1M12' })
    expect(after.operatingSystem).toEqual(glpi.operatingSystem)
    expect(after.drives.map(({ mount }) => mount)).toEqual(['/data'])
  })
})

describe('H2 hostile documents', () => {
  const refusedBecause = (text: string): string => {
    try {
      read(text)
    } catch (error) {
      if (error instanceof NotAnInventory) return error.message
      throw error
    }
    return 'taken'
  }
  it.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><REQUEST/>', /DOCTYPE/],
    ['an unknown entity', xml('<HARDWARE><NAME>&secret;</NAME></HARDWARE>'), /not well-formed/],
    ['what is not closed', '<REQUEST><CONTENT><HARDWARE>', /not well-formed/],
    ['a deep document', `<REQUEST>${'<A>'.repeat(100)}`, /deeper than 16/],
    ['a deep JSON', `{"content":${'['.repeat(100_000)}`, /deeper than 16/],
    ['a long field', xml(`<HARDWARE><NAME>${'a'.repeat(70_000)}</NAME></HARDWARE>`), /longer than 65536/],
    ['too many entries', xml('<SOFTWARES><NAME>a</NAME></SOFTWARES>'.repeat(50_001)), /more than 50000 entries/],
    [
      'too many fields',
      xml(`<HARDWARE>${Array.from({ length: 300 }, (_, at) => `<A${at}>x</A${at}>`).join('')}</HARDWARE>`),
      /more than 200 fields/,
    ],
    ['another query', '<REQUEST><QUERY>SNMPQUERY</QUERY></REQUEST>', /SNMPQUERY/],
    ['a list for an object', '{"deviceid":"a","content":[]}', /must be an object/],
    ['something else', 'hello', /neither XML nor JSON/],
  ])('%s', (_, text, why) => {
    expect(refusedBecause(text)).toMatch(why)
  })

  it('names that mean something to JavaScript mean nothing here', () => {
    const text =
      '{"deviceid":"d","content":{"__proto__":{"polluted":true},"hardware":{"name":"pc","__proto__":"x","constructor":"y"},"softwares":[{"name":"__proto__","version":"1"}]}}'
    const { record } = read(text)
    expect(record.software[0]?.name).toBe('__proto__')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})
