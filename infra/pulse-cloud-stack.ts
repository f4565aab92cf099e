import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import * as z from 'zod'
import { Console } from './parts/console.ts'
import { Functions } from './parts/functions.ts'
import { PulseHttpApi } from './parts/http-api.ts'
import { Identity, type OtherProvider } from './parts/identity.ts'
import { OtherConsoles, OtherInstallations } from './parts/installations.ts'
import { PulseLiveApi } from './parts/live-api.ts'
import { Messaging } from './parts/messaging.ts'
import { Notices } from './parts/notices.ts'
import { Scheduling } from './parts/scheduling.ts'
import { Storage } from './parts/storage.ts'

const Context = z.object({
  administratorEmail: z.email('context administratorEmail must be an e-mail address').optional(),
  oidcIssuer: z.url('context oidcIssuer must be the address of an OpenID Connect issuer').optional(),
  oidcClientId: z.string().min(1).optional(),
  firstAdministrator: z.string().min(1).optional(),
  otherInstallations: OtherInstallations,
  otherConsoles: OtherConsoles,
})
type Context = z.infer<typeof Context>

/** The organisation's own provider: all of it, or none. */
const otherProviderOf = ({ oidcIssuer: issuer, oidcClientId: clientId, firstAdministrator }: Context): OtherProvider | undefined => {
  if (issuer === undefined && clientId === undefined && firstAdministrator === undefined) return undefined
  if (issuer === undefined || clientId === undefined || firstAdministrator === undefined)
    throw new Error(
      'another provider needs all of the context oidcIssuer, oidcClientId and firstAdministrator (the sub of an administrator)',
    )
  return { issuer, clientId, firstAdministrator }
}
const contextNames = [
  'administratorEmail',
  'oidcIssuer',
  'oidcClientId',
  'firstAdministrator',
  'otherInstallations',
  'otherConsoles',
] as const
const Package = z.object({ version: z.string() })
const versionOfProduct = (): string => Package.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'))).version

/**
 * All of Pulse Cloud in one stack. The order below keeps CloudFormation out of circles: APIs without routes, then
 * the distribution before them, then the functions that know its address, and last the routes that lead to them.
 */
export class PulseCloudStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, { description: 'Pulse Cloud: deploys software to fleets of computers', ...props })
    const context = Context.parse(Object.fromEntries(contextNames.map((name) => [name, this.node.tryGetContext(name)])))
    const { administratorEmail, otherInstallations: others, otherConsoles } = context

    const notify = new Notices(this, 'Notices', { administratorEmail }).topic
    const httpApi = new PulseHttpApi(this, 'HttpApi', { notify, otherConsoles })
    const liveApi = new PulseLiveApi(this, 'LiveApi')
    const identity = new Identity(this, 'Identity', { administratorEmail, otherProvider: otherProviderOf(context) })
    const console = new Console(this, 'Console', {
      apiHost: httpApi.host,
      liveHost: liveApi.host,
      issuer: identity.issuer,
      loginUrl: identity.loginUrl,
      others,
    })
    const consoleOrigins = [console.origin, ...otherConsoles]
    const storage = new Storage(this, 'Storage', { consoleOrigins })
    const messaging = new Messaging(this, 'Messaging', { notify })
    const scheduling = new Scheduling(this, 'Scheduling', { alarms: messaging.alarms })
    const functions = new Functions(this, 'Functions', {
      storage,
      messaging,
      scheduling,
      liveApi,
      identity,
      consoleOrigins,
      version: versionOfProduct(),
      notify,
    })
    const clientId = identity.addConsoleClient(consoleOrigins)
    httpApi.connect({
      api: functions.api.function,
      edgeApi: functions.edgeApi.function,
      inventory: functions.inventory.function,
      issuer: identity.issuer,
      clientId,
    })
    liveApi.connect(functions.live.function)
    console.publish({ issuer: identity.issuer, clientId, logoutUrl: identity.logoutUrl })

    new CfnOutput(this, 'ConsoleUrl', { value: console.origin, description: 'The console; PULSE_URL of edge launchers' })
    if (identity.userPool)
      new CfnOutput(this, 'UserPoolId', { value: identity.userPool.userPoolId, description: 'Accounts of the people who may log in' })
    new CfnOutput(this, 'Issuer', { value: identity.issuer, description: 'OIDC issuer of the tokens that the API accepts' })
    new CfnOutput(this, 'ClientId', { value: clientId, description: 'OIDC client of the console' })
    new CfnOutput(this, 'AlarmsTopicArn', { value: notify.topicArn, description: 'Subscribe here to be told of alarms' })
  }
}
