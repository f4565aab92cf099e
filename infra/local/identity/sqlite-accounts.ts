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
    email: z.string().nullable(),
    password_hash: z.string(),
    groups: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
    disabled: z.number(),
    one_time_until: z.number().nullable(),
  })
  .transform(({ password_hash, disabled, one_time_until, ...row }) => ({
    passwordHash: password_hash,
    oneTimeUntil: one_time_until,
    account: { ...row, disabled: disabled !== 0, mustChangePassword: one_time_until !== null } satisfies Account,
  }))

const isTaken = (error: unknown, column: string): boolean =>
  error instanceof Error && error.message.includes('UNIQUE constraint failed') && error.message.includes(column)

/** The accounts in the provider's own database. */
export const sqliteAccounts = (database: DatabaseSync): Accounts => {
  const one = (where: 'id' | 'login_key' | 'lower(email)', value: string) => {
    const row = database.prepare(`SELECT * FROM accounts WHERE ${where} = ?`).get(value)
    return row === undefined ? undefined : Row.parse(row)
  }
  // What an unknown login is checked against, so that the answer takes as long as for a known one.
  const nobody = hashPassword('')

  return {
    isEmpty: async () => database.prepare('SELECT 1 FROM accounts LIMIT 1').get() === undefined,
    find: async (id) => one('id', id)?.account,
    findByLogin: async (login) => one('login_key', loginKey(login))?.account,
    verify: async (login, password) => {
      const key = loginKey(login)
      const known = one('login_key', key) ?? (key.includes('@') ? one('lower(email)', key) : undefined)
      const right = await verifyPassword(password, known?.passwordHash ?? (await nobody))
      const isOver = known?.oneTimeUntil !== null && known !== undefined && known.oneTimeUntil < Date.now()
      return right && !isOver ? known?.account : undefined
    },
    create: async ({ login, name, groups, password, email = null, oneTimeMs }) => {
      const oneTimeUntil = oneTimeMs === undefined ? null : Date.now() + oneTimeMs
      const account: Account = {
        id: randomUUID(),
        login: login.trim(),
        name,
        email,
        groups,
        disabled: false,
        mustChangePassword: oneTimeUntil !== null,
      }
      const hash = await hashPassword(password)
      try {
        database
          .prepare(
            `INSERT INTO accounts (id, login, login_key, name, email, password_hash, groups, one_time_until, created_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(account.id, account.login, loginKey(login), name, email, hash, JSON.stringify(groups), oneTimeUntil, Date.now())
      } catch (error) {
        if (isTaken(error, 'login_key')) return { kind: 'login-taken' }
        if (isTaken(error, 'accounts_email')) return { kind: 'email-taken' }
        throw error
      }
      return { kind: 'created', account }
    },
    edit: async (id, { name, email }) => {
      try {
        if (name !== undefined) database.prepare('UPDATE accounts SET name = ? WHERE id = ?').run(name, id)
        if (email !== undefined) database.prepare('UPDATE accounts SET email = ? WHERE id = ?').run(email, id)
        return 'edited'
      } catch (error) {
        if (isTaken(error, 'accounts_email')) return 'email-taken'
        throw error
      }
    },
    setPassword: async (id, password, oneTimeMs) => {
      const hash = await hashPassword(password)
      database
        .prepare('UPDATE accounts SET password_hash = ?, one_time_until = ? WHERE id = ?')
        .run(hash, oneTimeMs === null ? null : Date.now() + oneTimeMs, id)
    },
    endSessions: async (id) => {
      database.prepare("DELETE FROM artifacts WHERE json_extract(payload, '$.accountId') = ?").run(id)
    },
    delete: async (id) => {
      database.prepare('DELETE FROM accounts WHERE id = ?').run(id)
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
