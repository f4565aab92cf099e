/** The HTTP API as the template declares it: stage, routes, their functions and authorizers. */
import * as z from 'zod'
import { matches } from '../../permissions/policy.ts'
import { propertiesOf } from '../../template/declared.ts'
import { account, partition, region } from '../../template/references.ts'
import type { Stack } from '../../template/stack.ts'
import { CorsConfiguration } from './cors.ts'

export type Authorizer = { readonly issuer: string; readonly audiences: readonly string[] }
export type DeclaredRoute = {
  /** `GET /machines/{id}` or `$default`. */
  readonly key: string
  readonly functionArn: string
  readonly timeoutMs: number
  readonly authorizer: Authorizer | null
  readonly scopes: readonly string[]
  /** What a WebSocket route answers is sent back only where the template asks for it. */
  readonly answers: boolean
}
export type DeclaredApi = {
  readonly id: string
  readonly stage: string
  readonly routes: readonly DeclaredRoute[]
  /** Of a WebSocket API, e.g. `$request.body.action`. */
  readonly selection: string
  readonly cors: CorsConfiguration | null
}

/** API Gateway's greatest integration timeouts. */
const maxTimeoutMs = { HTTP: 30_000, WEBSOCKET: 29_000 }

const Api = z.looseObject({
  ProtocolType: z.enum(['HTTP', 'WEBSOCKET']),
  RouteSelectionExpression: z.string().default(''),
  CorsConfiguration: CorsConfiguration.optional(),
})
const Stage = z.looseObject({ ApiId: z.string(), StageName: z.string() })
const Route = z.looseObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  RouteResponseSelectionExpression: z.string().optional(),
})
const Integration = z.looseObject({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.string().optional(),
  TimeoutInMillis: z.coerce.number().optional(),
})
const Jwt = z.looseObject({
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.array(z.string()).default(['$request.header.Authorization']),
  JwtConfiguration: z.object({ Audience: z.array(z.string()).default([]), Issuer: z.string() }),
})
const Permission = z.looseObject({ FunctionName: z.string(), Principal: z.string(), SourceArn: z.string().optional() })

/** An integration's URI is the function's ARN, or API Gateway's path around it. */
const functionIn = (uri: string): string => /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri

/** The API of this kind, or null. Throws where a route's function could not be invoked by API Gateway. */
export const declaredApi = (stack: Stack, kind: 'HTTP' | 'WEBSOCKET'): DeclaredApi | null => {
  const api = stack.ofType('AWS::ApiGatewayV2::Api').find((each) => propertiesOf(each, Api).ProtocolType === kind)
  if (!api) return null
  const id = stack.ref(api.logicalId)
  const stages = stack.ofType('AWS::ApiGatewayV2::Stage').map((each) => propertiesOf(each, Stage))
  const stage = stages.find((each) => each.ApiId === id && each.StageName !== '$default') ?? stages.find((each) => each.ApiId === id)
  if (!stage) throw new Error(`${api.logicalId}: the API has no stage`)
  const permissions = stack.ofType('AWS::Lambda::Permission').map((each) => propertiesOf(each, Permission))

  const mayInvoke = (functionArn: string, routeKey: string): boolean => {
    const [method = '', path = routeKey] = routeKey.split(' ')
    const source = `arn:${partition}:execute-api:${region}:${account}:${id}/${stage.StageName}/${kind === 'HTTP' && path.startsWith('/') ? `${method}${path}` : routeKey}`
    return permissions.some(
      ({ FunctionName, Principal, SourceArn }) =>
        (FunctionName === functionArn || functionArn.endsWith(`:function:${FunctionName}`)) &&
        Principal === 'apigateway.amazonaws.com' &&
        (SourceArn === undefined ||
          matches(SourceArn, source) ||
          (kind === 'HTTP' && matches(SourceArn, source.replace(`/${method}/`, '/*/')))),
    )
  }

  const routes = stack.ofType('AWS::ApiGatewayV2::Route').flatMap((resource): DeclaredRoute[] => {
    const route = propertiesOf(resource, Route)
    if (route.ApiId !== id) return []
    const integrationResource = stack.get(route.Target.replace(/^integrations\//, ''))
    if (!integrationResource) throw new Error(`${resource.logicalId}: there is no integration ${route.Target}`)
    const integration = propertiesOf(integrationResource, Integration)
    if (kind === 'HTTP' && integration.PayloadFormatVersion !== '2.0') {
      throw new Error(`${integrationResource.logicalId}: only payload format 2.0 runs locally`)
    }
    const functionArn = functionIn(integration.IntegrationUri)
    if (!mayInvoke(functionArn, route.RouteKey)) {
      throw new Error(`${resource.logicalId} (${route.RouteKey}): no AWS::Lambda::Permission lets API Gateway invoke ${functionArn}`)
    }
    return [
      {
        key: route.RouteKey,
        functionArn,
        timeoutMs: Math.min(maxTimeoutMs[kind], integration.TimeoutInMillis ?? maxTimeoutMs[kind]),
        authorizer: route.AuthorizationType === 'JWT' ? authorizerOf(stack, resource.logicalId, route.AuthorizerId) : null,
        scopes: route.AuthorizationScopes,
        answers: route.RouteResponseSelectionExpression !== undefined,
      },
    ]
  })
  const { RouteSelectionExpression, CorsConfiguration: cors = null } = propertiesOf(api, Api)
  return { id, stage: stage.StageName, routes, selection: RouteSelectionExpression, cors }
}

const authorizerOf = (stack: Stack, routeId: string, authorizerId = ''): Authorizer => {
  const resource = stack.get(authorizerId)
  if (!resource) throw new Error(`${routeId}: there is no authorizer ${authorizerId}`)
  const { IdentitySource, JwtConfiguration } = propertiesOf(resource, Jwt)
  if (IdentitySource.join() !== '$request.header.Authorization') {
    throw new Error(`${authorizerId}: only $request.header.Authorization is an identity source locally`)
  }
  return { issuer: JwtConfiguration.Issuer, audiences: JwtConfiguration.Audience }
}
