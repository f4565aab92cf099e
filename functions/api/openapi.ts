/** The API's description, made from the registry that validates the requests. */
import * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { Problem } from '#shared/contracts/problem.ts'
import type { Route } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } })

const operation = (operationId: string, route: Route): ZodOpenApiOperationObject => {
  const { access } = route
  const who =
    access.kind === 'right'
      ? `Needs the right \`${access.right}\`.`
      : access.kind === 'edge'
        ? 'For edge launchers.'
        : access.kind === 'agent'
          ? 'For inventory agents, with the user and the password of their site.'
          : access.kind === 'public'
            ? `Without a token: ${access.because}.`
            : 'For anyone signed in.'
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, who].filter((part) => part !== undefined).join('\n\n'),
    security: access.kind === 'public' ? [] : [{ [access.kind === 'edge' || access.kind === 'agent' ? access.kind : 'person']: [] }],
    requestParams: {
      ...(route.params ? { path: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(operationId === 'createDeployment' ? { header: z.object({ 'Idempotency-Key': z.string().max(200).optional() }) } : {}),
    },
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: route.body },
              ...(route.bodyText ? { [route.bodyText]: { schema: z.string() } } : {}),
            },
          },
        }
      : {}),
    responses: {
      [String(route.status) as '200']: {
        description: 'Done',
        ...(route.response
          ? { content: { [route.media === undefined ? 'application/json' : 'text/csv']: { schema: route.response } } }
          : {}),
      },
      '400': problem('Not valid: `errors` names the fields'),
      ...(access.kind === 'public' ? {} : { '401': problem('No valid token') }),
      ...(access.kind === 'right' ? { '403': problem('The right is missing, or it is outside the perimeter') } : {}),
      ...(access.kind === 'signed-in' ? { '403': problem('The user is disabled') } : {}),
      ...(route.params ? { '404': problem('There is none') } : {}),
      ...(route.method === 'GET' ? {} : { '409': problem('Not possible in the present state') }),
    },
  }
}

export const openApi = (version: string): Record<string, unknown> => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const [operationId, route] of Object.entries<Route>(routes))
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(operationId, route) }
  const tags = [...new Set(Object.values<Route>(routes).map(({ tag }) => tag))]
  const document = createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Pulse Cloud',
      version,
      description: 'Deploys software to fleets of computers.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      { url: '/api', description: 'For people: access tokens of the OIDC issuer' },
      { url: '/api/scripts', description: 'The same routes for scripts: personal access tokens' },
    ],
    tags: tags.map((name) => ({ name })),
    paths: paths satisfies ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        person: {
          type: 'http',
          scheme: 'bearer',
          description: 'Access token of the OIDC issuer; under /api/scripts a personal access token.',
        },
        agent: { type: 'http', scheme: 'basic', description: "The site's user and password for inventory agents." },
        edge: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "Token signed with the edge launcher's own key." },
      },
    },
  })
  return { ...document }
}
