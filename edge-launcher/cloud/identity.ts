/** Who this edge launcher is: an Ed25519 key made here, which never leaves, and the identifier that enrolment gave it. */
import { existsSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, importJWK } from 'jose'
import * as z from 'zod'
import { EdgePublicKey, Enrolled } from '#shared/contracts/edge.ts'

const PrivateKey = EdgePublicKey.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
type PrivateKey = z.infer<typeof PrivateKey>
export type SigningKey = Awaited<ReturnType<typeof importJWK>>
export type Identity = { readonly edgeId: string; readonly key: SigningKey }
export type OwnKey = { readonly signing: SigningKey; readonly publicKey: EdgePublicKey }

const keyFile = 'edge-key.json'
const identityFile = 'identity.json'

/** Made at the first start. The same after a crash in the middle of an enrolment, so that the enrolment can be repeated. */
export const ownKey = async (directory: string): Promise<OwnKey> => {
  const path = join(directory, keyFile)
  if (!existsSync(path)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    await writeWhole(path, JSON.stringify(PrivateKey.parse(pick(await exportJWK(privateKey)))))
  }
  const jwk: PrivateKey = PrivateKey.parse(JSON.parse(await readFile(path, 'utf8')))
  const { d: _, ...publicKey } = jwk
  return { signing: await importJWK(jwk, 'EdDSA'), publicKey }
}

const pick = ({ kty, crv, x, d }: Awaited<ReturnType<typeof exportJWK>>) => ({ kty, crv, x, d })

/** null before the enrolment. Throws when the file is there and is not what was written. */
export const enrolledAs = async (directory: string): Promise<Enrolled | null> => {
  const path = join(directory, identityFile)
  return existsSync(path) ? Enrolled.parse(JSON.parse(await readFile(path, 'utf8'))) : null
}

export const rememberEnrolment = (directory: string, enrolled: Enrolled): Promise<void> =>
  writeWhole(join(directory, identityFile), JSON.stringify(enrolled))

/** Whole or not at all, and on the disk. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(`${text}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
