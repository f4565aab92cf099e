import { scryptSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openIdentityDatabase } from './database.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { sqliteAccounts } from './sqlite-accounts.ts'

const folder = mkdtempSync(join(tmpdir(), 'pulse-identity-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

const setUp = () => sqliteAccounts(openIdentityDatabase(join(folder, `${++files}.db`)))
const marie = { login: 'Marie', name: 'Marie Dupont', groups: ['operator'], password: 'café au lait' }

describe('A4 accounts', () => {
  it('are found by login in any case, with the right password only', async () => {
    const accounts = setUp()
    expect(await accounts.isEmpty()).toBe(true)
    await accounts.create(marie)
    expect(await accounts.isEmpty()).toBe(false)
    expect(await accounts.verify(' mARIE ', marie.password)).toMatchObject({ login: 'Marie', groups: ['operator'], disabled: false })
    expect(await accounts.verify('marie', 'cafe au lait')).toBeUndefined()
    expect(await accounts.verify('nobody', marie.password)).toBeUndefined()
    expect(await accounts.verify('nobody', '')).toBeUndefined()
  })

  it('cannot share a login that differs only in case', async () => {
    const accounts = setUp()
    await accounts.create(marie)
    expect(await accounts.create({ ...marie, login: 'MARIE' })).toEqual({ kind: 'login-taken' })
  })

  it('can be disabled and enabled; a disabled administrator speaks for nobody', async () => {
    const accounts = setUp()
    const created = await accounts.create({ ...marie, groups: ['administrator'] })
    if (created.kind !== 'created') throw new Error('not created')
    const { id } = created.account
    expect((await accounts.firstAdministrator())?.id).toBe(id)
    expect(await accounts.setDisabled(id, true)).toBe(true)
    expect(await accounts.find(id)).toMatchObject({ disabled: true })
    expect(await accounts.firstAdministrator()).toBeUndefined()
    expect(await accounts.setDisabled('nobody', true)).toBe(false)
  })
})

describe('password hashes', () => {
  it('are scrypt of at least 2^15 rounds, salted, with their parameters', async () => {
    const [one, other] = await Promise.all([hashPassword('same'), hashPassword('same')])
    expect(one).not.toBe(other)
    expect(Number(one.split('$')[1])).toBeGreaterThanOrEqual(2 ** 15)
    // One made with other parameters is still verified by its own.
    const old = `scrypt$1024$8$1$c2FsdA$${scryptSync('same', 'salt', 32, { N: 1024 }).toString('base64url')}`
    expect(await verifyPassword('same', old)).toBe(true)
    expect(await verifyPassword('other', old)).toBe(false)
  })

  it('do not care how an accented letter is composed', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true)
  })
})
