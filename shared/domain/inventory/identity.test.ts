import { describe, expect, it } from 'vitest'
import { contradicts, type Evidence, type Fingerprint, hardwareKeysOf, type KnownMachine, recognise } from './identity.ts'
import { canonicalUuid, globalMac, realSerial } from './junk.ts'

const nothing: Fingerprint = { uuid: null, serial: null, macs: [], name: 'pc' }
const uuid = canonicalUuid('4C4C4544-0051-3610-8052-B4C04F4D3132') ?? ''
const otherUuid = canonicalUuid('4C4C4544-0051-3610-8052-B4C04F4D9999') ?? ''

const known = (id: string, fingerprint: Partial<Fingerprint>, siteId = 'paris'): KnownMachine => ({
  id,
  siteId,
  fingerprint: { ...nothing, ...fingerprint },
})
/** Machines hold the keys of their hardware, the first one wins; agents are given by name. */
const evidence = (
  fingerprint: Partial<Fingerprint>,
  machines: readonly KnownMachine[],
  agents: Record<string, string> = {},
  agent = 'agent:a',
): Evidence => {
  const owners = new Map<string, KnownMachine>()
  for (const machine of [...machines].reverse())
    for (const key of hardwareKeysOf(machine.fingerprint, machine.siteId)) owners.set(key, machine)
  for (const [key, id] of Object.entries(agents)) {
    const owner = machines.find((machine) => machine.id === id)
    if (owner) owners.set(key, owner)
  }
  return { siteId: 'paris', agentKey: agent, fingerprint: { ...nothing, ...fingerprint }, owners, decided: null }
}

describe('B1 which machine an upload speaks of', () => {
  it('a re-imaged machine with a new agent and a new name is itself, by its UUID and serial number', () => {
    const before = known('m1', { uuid, serial: 'dell inc.|abc', name: 'old' })
    expect(recognise(evidence({ uuid, serial: 'dell|abc', name: 'new' }, [before]))).toEqual({ kind: 'known', machineId: 'm1', doubts: [] })
    expect(recognise(evidence({ serial: 'dell inc.|abc' }, [before]))).toMatchObject({ kind: 'known', machineId: 'm1' })
  })

  it('an agent that cannot read the hardware goes on speaking for its machine', () => {
    expect(recognise(evidence({}, [known('m1', { uuid })], { 'agent:a': 'm1' }))).toEqual({ kind: 'known', machineId: 'm1', doubts: [] })
  })

  it('a cloned disk: the same agent on other hardware is another machine, and is asked about', () => {
    const first = known('m1', { uuid })
    expect(recognise(evidence({ uuid: otherUuid }, [first], { 'agent:a': 'm1' }))).toEqual({
      kind: 'new',
      doubts: [{ kind: 'cloned-agent', about: 'm1' }],
    })
    const second = known('m2', { uuid: otherUuid })
    expect(recognise(evidence({ uuid: otherUuid }, [first, second], { 'agent:a': 'm1' }))).toEqual({
      kind: 'known',
      machineId: 'm2',
      doubts: [{ kind: 'cloned-agent', about: 'm1' }],
    })
  })

  it('boards with one UUID and different serial numbers stay apart', () => {
    const first = known('m1', { uuid, serial: 'x|aaa' })
    expect(recognise(evidence({ uuid, serial: 'x|bbb' }, [first]))).toEqual({
      kind: 'new',
      doubts: [{ kind: 'same-hardware', about: 'm1' }],
    })
  })

  it('the name alone never merges; with a network card of its own it does', () => {
    expect(recognise(evidence({ name: 'pc' }, [known('m1', { name: 'pc' })]))).toEqual({ kind: 'new', doubts: [] })
    const mac = '00:00:5e:00:53:12'
    expect(recognise(evidence({ macs: [mac] }, [known('m1', { macs: [mac] })]))).toMatchObject({ kind: 'known', machineId: 'm1' })
    expect(recognise(evidence({ macs: [mac], name: 'other' }, [known('m1', { macs: [mac] })]))).toMatchObject({ kind: 'new' })
  })

  it("the hardware of another site's machine is touched by nobody before a person has looked", () => {
    expect(recognise(evidence({ uuid }, [known('m1', { uuid }, 'lyon')]))).toEqual({ kind: 'elsewhere', machineId: 'm1' })
  })

  it("a person's word is stronger than any evidence", () => {
    const machines = [known('m1', { uuid }), known('m2', { uuid: otherUuid })]
    expect(recognise({ ...evidence({ uuid }, machines, { 'agent:a': 'm2' }), decided: 'm2' })).toEqual({
      kind: 'known',
      machineId: 'm2',
      doubts: [],
    })
  })

  it('knows a UUID read in the other byte order', () => {
    expect(canonicalUuid('44454C4C-5100-1036-8052-B4C04F4D3132')).toBe(uuid)
    expect(contradicts({ ...nothing, uuid }, { ...nothing, uuid: canonicalUuid('44454c4c51001036 8052b4c04f4d3132') })).toBe(false)
  })

  it('believes no value that whole series of machines share', () => {
    const junk = [
      '00000000-0000-0000-0000-000000000000',
      'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
      '03000200-0400-0500-0006-000700080009',
      'not a uuid',
      '',
    ]
    expect(junk.map(canonicalUuid)).toEqual(junk.map(() => null))
    const serials = [
      'To be filled by O.E.M.',
      '0',
      'None',
      'Default string',
      '00000000',
      'XXXXXXX',
      'System Serial Number',
      ' ',
      '..........',
    ]
    expect(serials.map(realSerial)).toEqual(serials.map(() => null))
    const macs = ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '02:42:ac:11:00:02', '8a:2d:93:5e:64:27', '01:00:5e:00:00:01', 'none']
    expect(macs.map(globalMac)).toEqual(macs.map(() => null))
    expect(globalMac('00-50-56-AB-CD-EF')).toBe('00:50:56:ab:cd:ef')
  })
})
