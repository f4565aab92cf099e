/** Cognito's user pool as the SDK speaks it (JSON 1.1), over the same accounts as the local login page, on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import type { Secrets } from '../credentials.ts'
import { openIdentityDatabase } from '../identity/database.ts'
import type { PasswordPolicy } from '../identity/password-policy.ts'
import { sqliteAccounts } from '../identity/sqlite-accounts.ts'
import { verifyRequest } from '../sigv4/verify.ts'
import { actionsOver, CognitoError } from './actions.ts'

export type CognitoOptions = {
  /** The provider's own database. */
  readonly file: string
  readonly poolId: string
  readonly policy: PasswordPolicy
  readonly secretOf: Secrets
}
export type Cognito = { readonly url: string; readonly close: () => Promise<void> }

const longestBody = 64 * 1024
const target = 'AWSCognitoIdentityProviderService.'

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > longestBody) throw new CognitoError('InvalidParameterException', 'The request is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

export const startCognito = async ({ file, poolId, policy, secretOf }: CognitoOptions): Promise<Cognito> => {
  const database = openIdentityDatabase(file)
  const actions = actionsOver(sqliteAccounts(database), { poolId, policy })

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const body = await bodyOf(request)
    const verdict = verifyRequest({
      method: request.method ?? '',
      url: request.url ?? '/',
      headers: request.headers,
      body,
      secretOf,
      now: Date.now(),
    })
    if (!verdict.ok) throw new CognitoError('InvalidSignatureException', verdict.message)
    const name = String(request.headers['x-amz-target'] ?? '')
    const action =
      name.startsWith(target) && Object.hasOwn(actions, name.slice(target.length)) ? actions[name.slice(target.length)] : undefined
    if (!action) throw new CognitoError('UnknownOperationException', `${name} is not answered here`)
    return action(JSON.parse(body.toString('utf8')))
  }
  const send = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    answer(request)
      .then((body) => send(response, 200, body ?? {}))
      .catch((error: unknown) => {
        if (error instanceof CognitoError) return send(response, 400, { __type: error.type, message: error.message })
        if (error instanceof z.ZodError)
          return send(response, 400, { __type: 'InvalidParameterException', message: z.prettifyError(error) })
        return send(response, 500, { __type: 'InternalErrorException', message: error instanceof Error ? error.message : String(error) })
      })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      database.close()
    },
  }
}
