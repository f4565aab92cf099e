import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import { type Account, type Accounts, administrators, loginKey } from './accounts.ts'
import { hashPassword, verifyPassword } from './password.ts'

const Row = z
  .object({
    id: z.string(),
    login: z.string(),
    name: z.string(),
    password_hash: z.string(),
    groups: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
    disabled: z.number(),
  })
  .transform(({ password_hash, disabled, ...row }) => ({
    passwordHash: password_hash,
    account: { ...row, disabled: disabled !== 0 } satisfies Account,
  }))

/** The accounts in the provider's own database. */
export const sqliteAccounts = (database: DatabaseSync): Accounts => {
  const one = (where: 'id' | 'login_key', value: string) => {
    const row = database.prepare(`SELECT * FROM accounts WHERE ${where} = ?`).get(value)
    return row === undefined ? undefined : Row.parse(row)
  }
  // What an unknown login is checked against, so that the answer takes as long as for a known one.
  const nobody = hashPassword('')

  return {
    isEmpty: async () => database.prepare('SELECT 1 FROM accounts LIMIT 1').get() === undefined,
    find: async (id) => one('id', id)?.account,
    verify: async (login, password) => {
      const known = one('login_key', loginKey(login))
      const right = await verifyPassword(password, known?.passwordHash ?? (await nobody))
      return right ? known?.account : undefined
    },
    create: async ({ login, name, groups, password }) => {
      const account: Account = { id: randomUUID(), login: login.trim(), name, groups, disabled: false }
      const { changes } = database
        .prepare(
          `INSERT INTO accounts (id, login, login_key, name, password_hash, groups, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login_key) DO NOTHING`,
        )
        .run(account.id, account.login, loginKey(login), name, await hashPassword(password), JSON.stringify(groups), Date.now())
      return Number(changes) === 1 ? { kind: 'created', account } : { kind: 'login-taken' }
    },
    setDisabled: async (id, disabled) =>
      Number(database.prepare('UPDATE accounts SET disabled = ? WHERE id = ?').run(disabled ? 1 : 0, id).changes) === 1,
    firstAdministrator: async () =>
      database
        .prepare('SELECT * FROM accounts WHERE disabled = 0 ORDER BY created_at, id')
        .all()
        .map((row) => Row.parse(row).account)
        .find(({ groups }) => groups.includes(administrators)),
  }
}
