/** Who calls the management endpoint: the request must be signed with a key of this installation. */
import type { Secrets } from '../../credentials.ts'
import { verifyRequest } from '../../sigv4/verify.ts'
import type { Verify } from './management.ts'

export const signatureVerifier =
  (secretOf: Secrets, now: () => number): Verify =>
  (request, body) => {
    const { method = '', url = '', headers } = request
    const verdict = verifyRequest({ method, url, headers, body, secretOf, now: now() })
    if (!verdict.ok) return verdict.message
    return verdict.presigned ? 'Presigned requests are not taken here' : null
  }
