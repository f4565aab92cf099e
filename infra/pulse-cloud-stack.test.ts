/** What must be true of the stack, read from the template that is deployed and run locally. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { Template } from 'aws-cdk-lib/assertions'
import { afterAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { routeKey } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'
import { agentChallengeCode } from './parts/agent-challenge.ts'
import { synthesize } from './synthesize.ts'

const outdir = mkdtempSync(join(tmpdir(), 'pulse-stack-'))
const template = Template.fromJSON(JSON.parse(readFileSync(synthesize({ outdir }), 'utf8')))
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

const Resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) })
const resources = z.record(z.string(), Resource).parse(template.toJSON()['Resources'])
const ofType = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type)

describe('M1 the stack', () => {
  it('is made of what costs nothing while nothing runs: no server, no container, no NAT, no address, no provisioned capacity', () => {
    const types = [...new Set(Object.values(resources).map(({ Type }) => Type))]
    const services = new Set(types.map((type) => type.split('::').slice(0, 2).join('::')))
    expect([...services].sort()).toEqual(
      [
        'AWS::ApiGatewayV2',
        'AWS::CloudFront',
        'AWS::CloudWatch',
        'AWS::Cognito',
        'AWS::DynamoDB',
        'AWS::IAM',
        'AWS::Lambda',
        'AWS::Logs',
        'AWS::S3',
        'AWS::SNS',
        'AWS::SQS',
        'AWS::Scheduler',
        'Custom::CDKBucketDeployment',
      ].sort(),
    )
    for (const [id, { Properties }] of ofType('AWS::DynamoDB::Table')) expect(Properties['BillingMode'], id).toBe('PAY_PER_REQUEST')
    expect(JSON.stringify(resources)).not.toContain('ProvisionedConcurren')
  })

  it('gives every queue its dead letters, and every dead letter an alarm', () => {
    const queues = ofType('AWS::SQS::Queue')
    const dead = new Set(
      queues.flatMap(([, { Properties }]) => /"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(Properties['RedrivePolicy'] ?? ''))?.[1] ?? []),
    )
    // The stream's own dead letters stand beside those of queues.
    const streams = ofType('AWS::Lambda::EventSourceMapping').flatMap(
      ([, { Properties }]) => /"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(Properties['DestinationConfig'] ?? ''))?.[1] ?? [],
    )
    for (const id of streams) dead.add(id)
    expect(dead.size).toBeGreaterThanOrEqual(4)
    const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => JSON.stringify(Properties['Dimensions'] ?? ''))
    for (const [id, { Properties }] of queues) {
      if (dead.has(id))
        expect(
          alarms.some((dimensions) => dimensions.includes(`"${id}"`)),
          `alarm of ${id}`,
        ).toBe(true)
      else expect(Properties['RedrivePolicy'], `dead letters of ${id}`).toBeDefined()
    }
  })

  it('links every alarm to a section of the runbook that is there', () => {
    const runbook = readFileSync(join(import.meta.dirname, '../docs/runbook.md'), 'utf8')
    const alarms = ofType('AWS::CloudWatch::Alarm')
    expect(alarms.length).toBeGreaterThan(10)
    for (const [id, { Properties }] of alarms) {
      const section = /docs\/runbook\.md#([\w-]+)/.exec(String(Properties['AlarmDescription']))?.[1]
      expect(runbook, `section of ${id}`).toContain(`\n## ${section}\n`)
      expect(JSON.stringify(Properties['AlarmActions']), id).toContain('Topic')
    }
  })

  it('runs every function on ARM with Node 24, with its own role and a log that ends', () => {
    const functions = ofType('AWS::Lambda::Function').filter(([id]) => !id.startsWith('Custom'))
    expect(functions).toHaveLength(11)
    for (const [id, { Properties }] of functions) {
      expect(Properties, id).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] })
      expect(JSON.stringify(Properties['LoggingConfig']), id).toContain('Logs')
    }
    for (const [id, { Properties }] of ofType('AWS::Logs::LogGroup')) expect(Properties['RetentionInDays'], id).toBeGreaterThan(0)
    const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties['Role']))
    expect(new Set(roles).size).toBe(functions.length)
  })

  it('R2 lets nobody past without a token, but where the registry of routes says so', () => {
    const declared = new Map(ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [String(Properties['RouteKey']), Properties]))
    for (const route of Object.values(routes)) {
      const expected = route.access.kind === 'right' || route.access.kind === 'signed-in' ? 'JWT' : 'NONE'
      expect(declared.get(routeKey(route))?.['AuthorizationType'] ?? 'NONE', routeKey(route)).toBe(expected)
    }
    const known = new Set<string>(Object.values(routes).map(routeKey))
    const others = [...declared.keys()].filter((key) => !known.has(key))
    // The last is every route again for personal access tokens, which the function checks (R15: the matrix of rights).
    expect(others.sort()).toEqual(['$connect', '$default', '$disconnect', 'ANY /scripts/{proxy+}'])
  })

  it('lets inventory agents see the challenge that API Gateway hides under another name', () => {
    const [, distribution] = ofType('AWS::CloudFront::Distribution')[0] ?? []
    const { CacheBehaviors } = z
      .object({
        CacheBehaviors: z.array(
          z.looseObject({ PathPattern: z.string(), FunctionAssociations: z.array(z.looseObject({ EventType: z.string() })).optional() }),
        ),
      })
      .parse(distribution?.Properties['DistributionConfig'])
    const patterns = CacheBehaviors.map(({ PathPattern }) => PathPattern)
    expect(patterns.indexOf('/api/inventory')).toBeLessThan(patterns.indexOf('/api/*'))
    expect(CacheBehaviors.find(({ PathPattern }) => PathPattern === '/api/inventory')?.FunctionAssociations).toMatchObject([
      { EventType: 'viewer-response' },
    ])
    const sandbox = createContext({
      event: { response: { statusCode: 401, headers: { 'x-amzn-remapped-www-authenticate': { value: 'Basic realm="x"' } } } },
    })
    expect(runInContext(`${agentChallengeCode}; JSON.stringify(handler(event).headers['www-authenticate'])`, sandbox)).toBe(
      '{"value":"Basic realm=\\"x\\""}',
    )
  })

  it('keeps what must never be lost: tables and buckets survive the stack, and tables can be brought back to any minute', () => {
    for (const [id, resource] of [...ofType('AWS::DynamoDB::Table'), ...ofType('AWS::S3::Bucket')]) {
      expect(resource['DeletionPolicy'], id).toBe('Retain')
    }
    for (const [id, { Properties }] of ofType('AWS::DynamoDB::Table'))
      expect(Properties['PointInTimeRecoverySpecification'], id).toEqual({ PointInTimeRecoveryEnabled: true })
    for (const [id, { Properties }] of ofType('AWS::S3::Bucket'))
      expect(Object.values(z.record(z.string(), z.boolean()).parse(Properties['PublicAccessBlockConfiguration'])), id).toEqual([
        true,
        true,
        true,
        true,
      ])
  })
})

describe('A1 the login', () => {
  it('rotates refresh tokens, through the token endpoint alone, and takes no password from anything but its own pages', () => {
    const [[, client] = []] = ofType('AWS::Cognito::UserPoolClient')
    expect(client?.Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      EnableTokenRevocation: true,
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    })
  })
})

describe('A2 several installations', () => {
  const lyon = {
    name: 'Lyon',
    api: 'https://lyon.example.org/api',
    live: 'wss://lyon.example.org/live',
    issuer: 'https://cognito-idp.eu-west-3.amazonaws.com/eu-west-3_x',
    clientId: 'c',
    logoutUrl: 'https://pulse-lyon.auth.eu-west-3.amazoncognito.com/logout',
    uploads: 'https://lyon-packages.s3.eu-west-3.amazonaws.com',
  }
  const made = (context: Record<string, unknown>) => {
    const folder = mkdtempSync(join(outdir, 'context-'))
    return readFileSync(synthesize({ outdir: folder, context }), 'utf8')
  }

  it('the console that leads elsewhere may connect there and nowhere more; the one that is led to lets that console in', () => {
    const leading = made({ otherInstallations: JSON.stringify([lyon]) })
    const policy = /connect-src 'self'[^;]*/.exec(leading)?.[0] ?? ''
    for (const source of [
      'https://lyon.example.org',
      'wss://lyon.example.org',
      `${lyon.issuer}/`,
      'https://pulse-lyon.auth.eu-west-3.amazoncognito.com',
      lyon.uploads,
    ])
      expect(policy.split(' '), policy).toContain(source)
    expect(JSON.stringify(template.toJSON())).not.toContain('CorsConfiguration":{"AllowHeaders')

    const led = Template.fromJSON(JSON.parse(made({ otherConsoles: 'https://pulse.example.org' })))
    led.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: ['https://pulse.example.org'] },
    })
    const text = JSON.stringify(led.toJSON())
    expect(text).toContain('https://pulse.example.org/fr/callback/')
    expect(text).toContain(',https://pulse.example.org')
  })

  it('says what is wrong with either', () => {
    expect(() => made({ otherInstallations: 'Lyon' })).toThrow('must be a JSON list of installations')
    expect(() => made({ otherConsoles: 'https://pulse.example.org/en/' })).toThrow('must be origins')
  })
})
