import { describe, expect, it } from 'vitest'
import { isUsable, mostTried, sshAddressesOf } from './ssh-addresses.ts'
import { sshSettingsOf } from './ssh-settings.ts'

const tried = (known: Partial<Parameters<typeof sshAddressesOf>[0]>, networks: readonly string[] = []) =>
  sshAddressesOf({ address: '10.0.0.5', isFixed: false, addresses: [], ...known }, networks).map(({ address }) => address)

describe('B1 which address SSH uses', () => {
  it('begins with the one that a person fixed, be it what it may', () => {
    expect(tried({ address: '127.0.0.9', isFixed: true, addresses: ['10.0.0.7'] })).toEqual(['127.0.0.9', '10.0.0.7'])
    expect(tried({ address: 'pc.example', isFixed: true })).toEqual(['pc.example'])
  })
  it('goes on with preferred networks in their order, then with other private ones', () => {
    const addresses = ['192.168.1.9', '10.2.0.4', '10.1.0.4', 'fd00:2::4']
    const networks = ['fd00:2::/64', '10.1.0.0/16']
    expect(sshAddressesOf({ address: '192.168.1.9', isFixed: false, addresses }, networks)).toEqual([
      { address: 'fd00:2::4', because: 'preferred', network: 'fd00:2::/64' },
      { address: '10.1.0.4', because: 'preferred', network: '10.1.0.0/16' },
      { address: '192.168.1.9', because: 'private', network: null },
      { address: '10.2.0.4', because: 'private', network: null },
    ])
  })
  it('takes a public address only where a preferred network holds it', () => {
    expect(tried({ address: '10.0.0.5', addresses: ['203.0.113.7'] })).toEqual(['10.0.0.5'])
    expect(tried({ address: '10.0.0.5', addresses: ['203.0.113.7'] }, ['203.0.113.0/24'])).toEqual(['203.0.113.7', '10.0.0.5'])
  })
  it('tries what is known where the inventory has nothing that may be chosen', () => {
    expect(sshAddressesOf({ address: '203.0.113.7', isFixed: false, addresses: ['203.0.113.7', '127.0.0.1'] }, [])).toEqual([
      { address: '203.0.113.7', because: 'only', network: null },
    ])
    expect(tried({ address: 'pc-7' })).toEqual(['pc-7'])
  })
  it('never tries what names the machine itself or one cable only, preferred or not', () => {
    for (const address of [
      '127.0.0.1',
      '::1',
      '169.254.3.4',
      'fe80::1',
      '0.0.0.0',
      '::',
      '224.0.0.1',
      '255.255.255.255',
      '::ffff:127.0.0.1',
      'x',
    ])
      expect(isUsable(address), address).toBe(false)
    expect(tried({ addresses: ['127.0.0.1'] }, ['127.0.0.0/8'])).toEqual(['10.0.0.5'])
  })
  it('stays within a handful', () => {
    expect(tried({ addresses: Array.from({ length: 40 }, (_, at) => `10.9.0.${at}`) })).toHaveLength(mostTried)
  })
})

describe('B1 account and port of SSH', () => {
  const none = { sshUser: null, sshPort: null }
  const entities = new Map(
    [
      { id: 'root', parentId: null, sshUser: 'all', sshPort: null },
      { id: 'france', parentId: 'root', ...none, sshPort: 2222 },
      { id: 'lyon', parentId: 'france', ...none },
    ].map((entity) => [entity.id, entity]),
  )
  const site = { id: 'hq', sshUser: 'site', sshPort: 22022 }
  const own = { user: null, port: null, entityId: 'lyon' }
  it('are those of the machine, else of the nearest entity up the tree, else of the site, else the usual ones', () => {
    expect(sshSettingsOf({ ...own, user: 'me', port: 1 }, { entities, site })).toEqual({
      user: { value: 'me', from: 'machine', id: null },
      port: { value: 1, from: 'machine', id: null },
    })
    expect(sshSettingsOf(own, { entities, site })).toEqual({
      user: { value: 'all', from: 'entity', id: 'root' },
      port: { value: 2222, from: 'entity', id: 'france' },
    })
    expect(sshSettingsOf({ ...own, entityId: 'gone' }, { entities, site })).toEqual({
      user: { value: 'site', from: 'site', id: 'hq' },
      port: { value: 22022, from: 'site', id: 'hq' },
    })
    expect(sshSettingsOf(own, { entities: new Map(), site: { id: 'hq', ...none } })).toEqual({
      user: { value: 'root', from: 'default', id: null },
      port: { value: 22, from: 'default', id: null },
    })
  })
  it('end where the tree is a circle', () => {
    const circle = new Map(['a', 'b'].map((id) => [id, { id, parentId: id === 'a' ? 'b' : 'a', ...none }]))
    expect(sshSettingsOf({ ...own, entityId: 'a' }, { entities: circle, site: null }).user.from).toBe('default')
  })
})
