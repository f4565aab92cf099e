import { Stack } from 'aws-cdk-lib'
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

const stageName = 'live'
const lifecycleRoutes = ['$connect', '$disconnect', '$default'] as const

/** The WebSocket API: doorbells of edges, changes for consoles. Tickets are checked in the function, on `$connect`. */
export class PulseLiveApi extends Construct {
  /** Host name that CloudFront asks. */
  readonly host: string
  /** HTTPS address for PostToConnection. */
  readonly endpoint: string
  /** ARN pattern of what PostToConnection does. */
  readonly postArn: string
  private readonly webSocketApi: WebSocketApi

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const { region, urlSuffix } = Stack.of(this)
    this.webSocketApi = new WebSocketApi(this, 'Api', { description: 'Pulse Cloud live' })
    // No access log: for WebSocket APIs it needs a role set for the whole account and region. The function logs each connection.
    new WebSocketStage(this, 'Stage', {
      webSocketApi: this.webSocketApi,
      stageName,
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
    })
    this.host = `${this.webSocketApi.apiId}.execute-api.${region}.${urlSuffix}`
    this.endpoint = `https://${this.host}/${stageName}`
    this.postArn = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.webSocketApi.apiId,
      resourceName: `${stageName}/POST/@connections/*`,
    })
  }

  /** Makes the routes. Apart from the constructor because `live` needs the console's address, and the console this API's. */
  connect(live: IFunction): void {
    const integration = new WebSocketLambdaIntegration('ToLive', live)
    for (const route of lifecycleRoutes) this.webSocketApi.addRoute(route, { integration })
  }
}
