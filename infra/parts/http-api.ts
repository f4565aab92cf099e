/** The HTTP API: exactly the routes of shared/contracts/routes.ts, each with the authorizer that it declares. */
import { CfnStage, CorsHttpMethod, HttpApi, HttpMethod, HttpNoneAuthorizer, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Method, Route } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'

export class HttpApiPart extends Construct {
  readonly api: HttpApi
  readonly stage: HttpStage

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      // One console may serve several installations. Tokens travel in a header, never in cookies: any origin may ask.
      corsPreflight: {
        allowOrigins: ['*'],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PATCH, CorsHttpMethod.DELETE],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      },
    })
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: 'api',
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
    })
    const logs = new LogGroup(this, 'AccessLogs', { retention: RetentionDays.THREE_MONTHS })
    const resource = this.stage.node.defaultChild
    if (!(resource instanceof CfnStage)) throw new Error('the HTTP API has no stage resource')
    const fields = {
      requestId: '$context.requestId',
      at: '$context.requestTime',
      ip: '$context.identity.sourceIp',
      route: '$context.routeKey',
      status: '$context.status',
      bytes: '$context.responseLength',
      ms: '$context.responseLatency',
      error: '$context.error.message',
      authorizer: '$context.authorizer.error',
    }
    resource.accessLogSettings = { destinationArn: logs.logGroupArn, format: JSON.stringify(fields) }
  }

  /** Separate from the constructor: the authorizer names the pool's client, which names the console, which names this API. */
  addRoutes(props: { api: IFunction; edgeApi: IFunction; issuer: string; audience: string }): void {
    const people = new HttpJwtAuthorizer('People', props.issuer, { jwtAudience: [props.audience] })
    const nobody = new HttpNoneAuthorizer()
    // One permission for all routes of a door, instead of one for each: CloudFormation counts resources.
    const unscoped = { scopePermissionToRoute: false }
    const doors = {
      people: new HttpLambdaIntegration('PeopleDoor', props.api, unscoped),
      edges: new HttpLambdaIntegration('EdgesDoor', props.edgeApi, unscoped),
    }
    const all: Route[] = Object.values(routes)
    for (const route of all) {
      const open = route.access.kind === 'public' || route.access.kind === 'edge'
      this.api.addRoutes({
        path: route.path,
        methods: [methods[route.method]],
        integration: route.path.startsWith('/edge/') ? doors.edges : doors.people,
        authorizer: open ? nobody : people,
      })
    }
  }
}

const methods: Record<Method, HttpMethod> = {
  GET: HttpMethod.GET,
  POST: HttpMethod.POST,
  PATCH: HttpMethod.PATCH,
  DELETE: HttpMethod.DELETE,
}
