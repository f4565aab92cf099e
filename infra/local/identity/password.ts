/** Password hashes: scrypt, with the parameters beside each hash so that they can grow later. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

type Cost = { readonly N: number; readonly r: number; readonly p: number }
/** 32 MiB and about 80 ms for each guess. */
const cost: Cost = { N: 2 ** 15, r: 8, p: 1 }
const hashBytes = 32

const derive = (password: string, salt: Buffer, { N, r, p }: Cost, length: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r }
    // The same characters typed on another keyboard may come composed differently.
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
  })

/** `scrypt$N$r$p$salt$hash`. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost, hashBytes)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Whether this is the password. Throws when the stored text is no hash of ours. */
export const verifyPassword = async (password: string, stored: string): Promise<boolean> => {
  const [, N, r, p, salt, hash] = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored) ?? []
  if (salt === undefined || hash === undefined) throw new Error('a stored password hash cannot be read')
  const expected = Buffer.from(hash, 'base64url')
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) }, expected.length)
  return timingSafeEqual(given, expected)
}
