import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Method, Route } from '#shared/contracts/route.ts'
import { type OperationId, routes } from '#shared/contracts/routes.ts'
import { RunbookAlarm } from '../constructs/runbook-alarm.ts'

const methods = {
  GET: HttpMethod.GET,
  POST: HttpMethod.POST,
  PUT: HttpMethod.PUT,
  PATCH: HttpMethod.PATCH,
  DELETE: HttpMethod.DELETE,
} as const satisfies Record<Method, HttpMethod>

/** Never a header, a query or a token. */
const accessLog = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    at: AccessLogField.contextRequestTimeEpoch(),
    ip: AccessLogField.contextIdentitySourceIp(),
    route: '$context.routeKey',
    status: AccessLogField.contextStatus(),
    latencyMs: AccessLogField.contextResponseLatency(),
    bytes: AccessLogField.contextResponseLength(),
    subject: '$context.authorizer.claims.sub',
    refusedBecause: '$context.authorizer.error',
    error: '$context.integrationErrorMessage',
  }),
)

export type HttpApiConnections = {
  readonly api: IFunction
  readonly edgeApi: IFunction
  readonly inventory: IFunction
  /** OIDC issuer whose tokens people carry, and the client that they were given to. */
  readonly issuer: string
  readonly clientId: string
}

/** The HTTP API: exactly the routes of shared/contracts/routes.ts, each named; nothing answers to anything else. */
export class PulseHttpApi extends Construct {
  /** Host name that CloudFront asks. */
  readonly host: string
  private readonly httpApi: HttpApi

  constructor(
    scope: Construct,
    id: string,
    { notify, otherConsoles }: { readonly notify: ITopic; readonly otherConsoles: readonly string[] },
  ) {
    super(scope, id)
    this.httpApi = new HttpApi(this, 'Api', {
      description: 'Pulse Cloud',
      createDefaultStage: false,
      // Our own console is of the same origin and needs none.
      ...(otherConsoles.length > 0 && {
        corsPreflight: {
          allowOrigins: [...otherConsoles],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.PATCH, CorsHttpMethod.DELETE],
          allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
          maxAge: Duration.hours(1),
        },
      }),
    })
    const { region, urlSuffix } = Stack.of(this)
    this.host = `${this.httpApi.apiId}.execute-api.${region}.${urlSuffix}`

    const logGroup = new LogGroup(this, 'AccessLog', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY })
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: 'api',
      autoDeploy: true,
      // 100 sites that ask and report every second, and a crowd of people beside them.
      throttle: { rateLimit: 1000, burstLimit: 2000 },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLog },
    })
    new RunbookAlarm(this, 'ServerErrors', {
      metric: stage.metricServerError({ period: Duration.minutes(5) }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 5,
      evaluationPeriods: 1,
      meaning: 'The API has answered at least 5 requests within 5 minutes with a server error.',
      section: 'api-errors',
      notify,
    })
  }

  /** Makes the routes. Apart from the constructor because the functions need the console's address, and the console the API's. */
  connect({ api, edgeApi, inventory, issuer, clientId }: HttpApiConnections): void {
    const people = new HttpJwtAuthorizer('People', issuer, { jwtAudience: [clientId] })
    const anyone = new HttpNoneAuthorizer()
    const toApi = new HttpLambdaIntegration('ToApi', api, { scopePermissionToRoute: false })
    const toEdgeApi = new HttpLambdaIntegration('ToEdgeApi', edgeApi, { scopePermissionToRoute: false })
    const toInventory = new HttpLambdaIntegration('ToInventory', inventory, { scopePermissionToRoute: false })
    const entries: [string, Route][] = Object.entries<Route>(routes satisfies Record<OperationId, Route>)
    // Every route again for personal access tokens, which API Gateway cannot know; the function checks each.
    new HttpRoute(this, 'Scripts', {
      httpApi: this.httpApi,
      routeKey: HttpRouteKey.with('/scripts/{proxy+}', HttpMethod.ANY),
      integration: toApi,
      authorizer: anyone,
    })
    for (const [operationId, { method, path, access, tag }] of entries) {
      // Edges carry tokens of their own and agents a password, which the functions check; API Gateway knows only people's.
      const isOpen = access.kind === 'public' || access.kind === 'edge' || access.kind === 'agent'
      new HttpRoute(this, `Route-${operationId}`, {
        httpApi: this.httpApi,
        routeKey: HttpRouteKey.with(path, methods[method]),
        integration: tag === 'Edge' ? toEdgeApi : tag === 'Agents' ? toInventory : toApi,
        authorizer: isOpen ? anyone : people,
      })
    }
  }
}
