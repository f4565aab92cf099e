/** The one stack that an organisation deploys (docs/decisions/0001-one-stack.md). */
import { readFileSync } from 'node:fs'
import { Aws, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import * as z from 'zod'
import { ConsolePart, originsOf } from './parts/console.ts'
import { Functions } from './parts/functions.ts'
import { HttpApiPart } from './parts/http-api.ts'
import { Identity } from './parts/identity.ts'
import { LiveApi } from './parts/live-api.ts'
import { Messaging } from './parts/messaging.ts'
import { Scheduling } from './parts/scheduling.ts'
import { Storage } from './parts/storage.ts'
import { projectFile } from './project.ts'

const Context = z.object({
  administratorEmail: z.email('context administratorEmail must be an e-mail address').optional(),
  /** More origins whose pages may open this installation's WebSocket, comma-separated. */
  consoleOrigins: z.string().optional(),
  installationName: z.string().min(1).default('Pulse Cloud'),
  /** `skip` leaves the console's files out. */
  console: z.literal('skip').optional(),
})

const version = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(projectFile('package.json'), 'utf8'))).version

export class PulseCloudStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { description: 'Pulse Cloud: software deployment to fleets of computers', ...props })
    const context = Context.parse({
      administratorEmail: this.node.tryGetContext('administratorEmail') as unknown,
      consoleOrigins: this.node.tryGetContext('consoleOrigins') as unknown,
      installationName: this.node.tryGetContext('installationName') as unknown,
      console: this.node.tryGetContext('console') as unknown,
    })
    Tags.of(this).add('application', 'pulse-cloud')

    const storage = new Storage(this, 'Storage')
    const messaging = new Messaging(this, 'Messaging')
    const scheduling = new Scheduling(this, 'Scheduling', { alarms: messaging.alarms.queue, deadLetters: messaging.alarms.deadLetters })
    const httpApi = new HttpApiPart(this, 'HttpApi')
    const liveApi = new LiveApi(this, 'LiveApi')
    const console = new ConsolePart(this, 'Console', {
      httpApiId: httpApi.api.apiId,
      liveApiId: liveApi.api.apiId,
      packages: storage.packages,
    })
    const identity = new Identity(this, 'Identity', { consoleUrl: console.url, administratorEmail: context.administratorEmail })
    const functions = new Functions(this, 'Functions', {
      storage,
      messaging,
      scheduling,
      version,
      liveEndpoint: `https://${liveApi.api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${liveApi.stage.stageName}`,
      liveConnections: liveApi.connections,
      consoleOrigins: originsOf(console.url, context.consoleOrigins?.split(',') ?? []),
    })
    httpApi.addRoutes({
      api: functions.api.function,
      edgeApi: functions.edgeApi.function,
      issuer: identity.userPool.userPoolProviderUrl,
      audience: identity.client.userPoolClientId,
    })
    liveApi.addRoutes(functions.live.function)

    if (context.console !== 'skip')
      console.publish({
        installations: [
          {
            name: context.installationName,
            api: `${console.url}/api`,
            live: `wss://${console.distribution.distributionDomainName}/live`,
            issuer: identity.userPool.userPoolProviderUrl,
            clientId: identity.client.userPoolClientId,
          },
        ],
      })

    new CfnOutput(this, 'ConsoleUrl', { value: console.url })
    new CfnOutput(this, 'Issuer', { value: identity.userPool.userPoolProviderUrl })
    new CfnOutput(this, 'ClientId', { value: identity.client.userPoolClientId })
  }
}
