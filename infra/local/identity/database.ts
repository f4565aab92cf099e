/**
 * Everything that the identity provider remembers, in one SQLite file. Write-ahead logging: what was answered
 * survives kill -9, and another process (mint.ts) may read at the same time.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS artifacts (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    uid TEXT,
    grant_id TEXT,
    expires_at INTEGER,
    consumed_at INTEGER,
    PRIMARY KEY (model, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS artifacts_uid ON artifacts (model, uid) WHERE uid IS NOT NULL;
  CREATE INDEX IF NOT EXISTS artifacts_grant ON artifacts (model, grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS artifacts_expiry ON artifacts (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS accounts (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL,
    login_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    groups TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    email TEXT,
    one_time_until INTEGER,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS attempts (
    login_key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT;
`

/** Columns that came later: a file of an earlier version gets them. */
const laterColumns = { email: 'TEXT', one_time_until: 'INTEGER' } as const

/** Opens the file, and makes it readable by its owner only when it is new: it holds signing keys and password hashes. */
export const openIdentityDatabase = (file: string): DatabaseSync => {
  closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file)
  database.exec(schema)
  const known = new Set(
    database
      .prepare('PRAGMA table_info(accounts)')
      .all()
      .map((column) => column['name']),
  )
  for (const [name, type] of Object.entries(laterColumns))
    if (!known.has(name)) database.exec(`ALTER TABLE accounts ADD COLUMN ${name} ${type}`)
  database.exec('CREATE UNIQUE INDEX IF NOT EXISTS accounts_email ON accounts (lower(email)) WHERE email IS NOT NULL')
  return database
}
