/** Where oidc-provider keeps sessions, grants, codes and refresh tokens. */
import type { DatabaseSync } from 'node:sqlite'
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider'

type Row = Record<string, unknown> | undefined

const payloadOf = (row: Row): AdapterPayload | undefined => {
  if (typeof row?.['payload'] !== 'string') return undefined
  const payload: AdapterPayload = JSON.parse(row['payload'])
  return typeof row['consumed_at'] === 'number' ? { ...payload, consumed: row['consumed_at'] } : payload
}

const seconds = (): number => Math.floor(Date.now() / 1000)

/** One adapter for each kind of thing (`Session`, `RefreshToken`, …), all in one table. */
export const adapterOver =
  (database: DatabaseSync): AdapterFactory =>
  (model): Adapter => ({
    upsert: async (id, payload, expiresIn) => {
      database
        .prepare('INSERT OR REPLACE INTO artifacts (model, id, payload, uid, grant_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)')
        .run(
          model,
          id,
          JSON.stringify(payload),
          payload.uid ?? null,
          payload.grantId ?? null,
          expiresIn === undefined ? null : seconds() + expiresIn,
        )
    },
    find: async (id) => payloadOf(database.prepare('SELECT payload, consumed_at FROM artifacts WHERE model = ? AND id = ?').get(model, id)),
    findByUid: async (uid) =>
      payloadOf(database.prepare('SELECT payload, consumed_at FROM artifacts WHERE model = ? AND uid = ?').get(model, uid)),
    // Only the device flow has user codes, and it is off.
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const { changes } = database
        .prepare('UPDATE artifacts SET consumed_at = ? WHERE model = ? AND id = ? AND consumed_at IS NULL')
        .run(seconds(), model, id)
      // Two requests may find the same code or token unused: only one of them gets it.
      if (Number(changes) === 0) throw new errors.InvalidGrant('already used')
    },
    destroy: async (id) => {
      database.prepare('DELETE FROM artifacts WHERE model = ? AND id = ?').run(model, id)
    },
    revokeByGrantId: async (grantId) => {
      database.prepare('DELETE FROM artifacts WHERE model = ? AND grant_id = ?').run(model, grantId)
    },
  })
