/** The WebSocket API: doorbell of the edges, live pages of the console. */
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export class LiveApi extends Construct {
  readonly api: WebSocketApi
  readonly stage: WebSocketStage

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.api = new WebSocketApi(this, 'Api', { routeSelectionExpression: '$request.body.action' })
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: 'live',
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
    })
  }

  /** ARN of every connection, for execute-api:ManageConnections. */
  get connections(): string {
    return this.api.arnForExecuteApiV2('*/@connections/*', this.stage.stageName)
  }

  addRoutes(door: IFunction): void {
    for (const route of ['$connect', '$disconnect', '$default'])
      this.api.addRoute(route, { integration: new WebSocketLambdaIntegration(`Live${route.slice(1)}`, door) })
  }
}
