/**
 * Inside a function's worker: every call of every AWS SDK client is judged by the statements of the function's role
 * before it leaves. All clients inherit one `send`; it is replaced once, before the function's own code loads.
 */
import { createRequire } from 'node:module'
import type { Statement } from '../template/roles.ts'
import { needsOf } from './needs.ts'
import { decide, type Need, type Verdict } from './policy.ts'

export type JudgedCall = Pick<Need, 'action' | 'resource'> & { readonly allowed: boolean }
export type Guard = {
  readonly functionName: string
  readonly roleName: string
  readonly statements: readonly Statement[]
  readonly socket: { readonly apiId: string; readonly stage: string }
  readonly judged: (call: JudgedCall) => void
}

type Send = (this: { config?: { serviceId?: unknown } }, command: { input?: unknown }, ...rest: unknown[]) => unknown
type ClientClass = { prototype: { send: Send } }

/** Packages whose clients functions may use; each must inherit the class that is guarded. */
const sdkPackages = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/lib-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-sqs',
  '@aws-sdk/client-scheduler',
  '@aws-sdk/client-apigatewaymanagementapi',
  '@aws-sdk/client-cognito-identity-provider',
]

const here = createRequire(import.meta.url)
const isClientModule = (found: unknown): found is { Client: ClientClass } =>
  typeof found === 'object' && found !== null && 'Client' in found && typeof found.Client === 'function'

/** The class that every client extends. Throws when the packages do not share one: a call could then pass unjudged. */
export const clientClass = (): ClientClass => {
  const classes = sdkPackages.map((name): ClientClass => {
    const found: unknown = createRequire(here.resolve(name))('@smithy/core/client')
    if (!isClientModule(found)) throw new Error(`${name} has no client class that can be guarded`)
    return found.Client
  })
  const [first] = classes
  if (!first || classes.some((other) => other !== first)) throw new Error('the AWS SDK packages do not share one client class')
  return first
}

const refusal = (guard: Guard, need: Need, verdict: Verdict): Error => {
  const error = new Error(
    `User: arn:aws:sts::000000000000:assumed-role/${guard.roleName}/${guard.functionName} is not authorized to perform: ${need.action} on resource: ${need.resource} because ${
      verdict.because === 'explicit deny'
        ? 'of an explicit deny in an identity-based policy'
        : `no identity-based policy allows the ${need.action} action`
    }`,
  )
  return Object.assign(error, {
    name: need.action.startsWith('s3:') ? 'AccessDenied' : 'AccessDeniedException',
    $fault: 'client',
    $metadata: { httpStatusCode: 403, attempts: 1, totalRetryDelay: 0 },
  })
}

/** So many different calls of a function are remembered; more are judged, and told, once more. */
const mostRemembered = 5000

/** Throws the error that AWS would answer with, or returns. A call that is allowed is told once: thousands a second are the same. */
const judging = (guard: Guard) => {
  const allowed = new Set<string>()
  return (service: string, command: string, input: unknown): void => {
    for (const need of needsOf({ service, command, input }, guard.socket)) {
      const key = `${need.action}\n${need.resource}\n${need.context ? JSON.stringify(need.context) : ''}`
      if (allowed.has(key)) continue
      const verdict = decide(guard.statements, need)
      guard.judged({ action: need.action, resource: need.resource, allowed: verdict.allowed })
      if (!verdict.allowed) throw refusal(guard, need, verdict)
      if (allowed.size >= mostRemembered) allowed.clear()
      allowed.add(key)
    }
  }
}

/** Puts the guard in place for good; gives a check that it is still there. */
export const guardSdk = (guard: Guard): (() => void) => {
  const { prototype } = clientClass()
  const { send } = prototype
  const judge = judging(guard)
  const guarded: Send = function guardedSend(command, ...rest) {
    const service = String(this.config?.serviceId)
    const name = command.constructor.name.replace(/Command$/, '')
    const last = rest.at(-1)
    try {
      judge(service, name, command.input)
    } catch (error) {
      if (typeof last !== 'function') return Promise.reject(error)
      last(error)
      return undefined
    }
    return send.call(this, command, ...rest)
  }
  Object.defineProperty(prototype, 'send', { value: guarded, writable: false, configurable: false })
  return () => {
    if (prototype.send !== guarded) throw new Error('the AWS SDK is no longer guarded')
  }
}
