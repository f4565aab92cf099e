/** The first start: a single-use token makes this edge launcher one of its site's. */
import { routes } from '#shared/contracts/routes.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { edgeVersion } from '../version.ts'
import { cloudApi } from './api.ts'
import { enrolledAs, type Identity, ownKey, rememberEnrolment } from './identity.ts'

const pauseMs = 10_000

export type Enrolment = { readonly kind: 'enrolled'; readonly identity: Identity } | { readonly kind: 'refused'; readonly sentence: string }

/** Waits for the cloud as long as it is away; a token that it refuses ends the wait. */
export const enrol = async (config: Config, sshPublicKey: string, log: Log, now: () => number): Promise<Enrolment> => {
  const key = await ownKey(config.stateDirectory)
  const before = await enrolledAs(config.stateDirectory)
  if (before) return { kind: 'enrolled', identity: { edgeId: before.edgeId, key: key.signing } }
  if (config.enrolmentToken === null)
    return {
      kind: 'refused',
      sentence: 'This edge launcher is not enrolled: give it a token in PULSE_ENROLMENT_TOKEN (console: Sites, Add an edge launcher).',
    }
  const api = cloudApi(config.url, null, now)
  for (;;) {
    const answer = await api.call(routes.enrolEdge, {
      body: { token: config.enrolmentToken, name: config.name, publicKey: key.publicKey, sshPublicKey, version: edgeVersion },
    })
    if (answer.kind === 'ok') {
      await rememberEnrolment(config.stateDirectory, answer.body)
      log('info', 'enrolled', { edgeId: answer.body.edgeId, siteId: answer.body.siteId, name: config.name })
      return { kind: 'enrolled', identity: { edgeId: answer.body.edgeId, key: key.signing } }
    }
    if (answer.kind === 'refused') return { kind: 'refused', sentence: `The enrolment was refused: ${answer.detail}` }
    log('warning', 'the cloud does not answer yet; trying again', { detail: answer.detail })
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
