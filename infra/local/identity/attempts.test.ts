import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { countAttempts } from './attempts.ts'
import { openIdentityDatabase } from './database.ts'
import { sweep } from './sweep.ts'

const folder = mkdtempSync(join(tmpdir(), 'pulse-identity-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

const start = 1_800_000_000_000
const setUp = () => {
  const database = openIdentityDatabase(join(folder, `${++files}.db`))
  const clock = { now: start }
  return { database, clock, attempts: countAttempts(database, () => clock.now) }
}

describe('delays after failed logins', () => {
  it('begin with the fifth failure, double with each, and end at a quarter of an hour', () => {
    const { clock, attempts } = setUp()
    for (let free = 0; free < 4; free++) expect(attempts.begin('admin').kind).toBe('allowed')
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => {
      expect(attempts.begin('Admin').kind).toBe('allowed')
      const blocked = attempts.begin('admin')
      if (blocked.kind !== 'blocked') throw new Error('it should have to wait')
      clock.now += blocked.seconds * 1000
      return blocked.seconds
    })
    expect(delays).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('are for one login only, and over after a success', () => {
    const { clock, attempts } = setUp()
    for (let failure = 0; failure < 5; failure++) attempts.begin('admin')
    expect(attempts.begin('other').kind).toBe('allowed')
    clock.now += 15_000
    expect(attempts.begin('admin').kind).toBe('allowed')
    attempts.succeeded('ADMIN')
    for (let free = 0; free < 5; free++) expect(attempts.begin('admin').kind).toBe('allowed')
  })

  it('are forgotten an hour after the last failure', () => {
    const { database, clock, attempts } = setUp()
    for (let failure = 0; failure < 5; failure++) attempts.begin('admin')
    sweep(database, clock.now + 3_599_000)
    expect(attempts.begin('admin').kind).toBe('blocked')
    sweep(database, clock.now + 3_601_000)
    expect(attempts.begin('admin').kind).toBe('allowed')
  })
})
