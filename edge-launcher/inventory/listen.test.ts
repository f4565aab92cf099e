import { expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { lanOf } from './listen.ts'

it('R7 answers private addresses and what the administrator names, and no others', () => {
  const isLan = lanOf(['203.0.113.0/24', '2001:db8:1::/48'])
  for (const near of [
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.9',
    '127.0.0.1',
    '::1',
    'fe80::1',
    'fd12::7',
    '::ffff:192.168.1.9',
    '203.0.113.7',
    '2001:db8:1::9',
  ])
    expect(isLan(near), near).toBe(true)
  for (const far of ['8.8.8.8', '172.32.0.1', '2001:db8:2::9', '::ffff:8.8.8.8', '203.0.114.1']) expect(isLan(far), far).toBe(false)
})

it('says what is wrong with the configuration of the relay', () => {
  const read = (more: Record<string, string>) => readConfig({ PULSE_URL: 'https://pulse.example.org', ...more })
  expect(read({})).toMatchObject({ inventory: { host: '0.0.0.0', port: 9999, networks: [], login: null } })
  expect(read({ PULSE_INVENTORY_PORT: 'off' })).toMatchObject({ inventory: null })
  for (const wrong of [
    { PULSE_INVENTORY_NETWORKS: '10.0.0.0/99' },
    { PULSE_INVENTORY_ADDRESS: 'lan' },
    { PULSE_INVENTORY_USER: 'only' },
    { PULSE_INVENTORY_PORT: 'x' },
  ])
    expect(read(wrong), JSON.stringify(wrong)).toHaveProperty('faults')
})
