import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'
import type { ConsoleConfig, Installation } from '#shared/contracts/console-config.ts'
import { agentChallengeCode } from './agent-challenge.ts'
import { consoleFiles } from './console-files.ts'
import { type ConsoleReaches, consoleHeaders } from './console-headers.ts'
import { consolePages, pageFinderCode } from './console-pages.ts'
import { stackUniqueId } from './storage.ts'

export type ConsoleProps = ConsoleReaches & { readonly apiHost: string }

/** The one host name: console, API and WebSocket behind CloudFront. */
export class Console extends Construct {
  /** e.g. `https://d111111abcdef8.cloudfront.net`. */
  readonly origin: string
  private readonly host: string
  private readonly bucket: Bucket
  private readonly others: readonly Installation[]

  constructor(scope: Construct, id: string, props: ConsoleProps) {
    super(scope, id)
    this.others = props.others
    this.bucket = new Bucket(this, 'Pages', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    const pageFinder = new EdgeFunction(this, 'PageFinder', {
      comment: 'Finds the file of each page of the console',
      functionName: `pulse-pages-${stackUniqueId(this)}`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(pageFinderCode(consolePages())),
    })
    const agentChallenge = new EdgeFunction(this, 'AgentChallenge', {
      comment: 'Lets inventory agents see that a password is wanted',
      functionName: `pulse-agents-${stackUniqueId(this)}`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(agentChallengeCode),
    })
    const api = forwarded(new HttpOrigin(props.apiHost))
    const apiWithoutPrefix = forwarded(new HttpOrigin(props.apiHost, { originPath: '/api' }))
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Pulse Cloud',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        // LIST makes S3 answer 404 for what is not there, not 403.
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
          originAccessControl: new S3OriginAccessControl(this, 'Access', { originAccessControlName: `pulse-${stackUniqueId(this)}` }),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: consoleHeaders(this, props),
        functionAssociations: [{ function: pageFinder, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: {
        '/api/inventory': {
          ...api,
          functionAssociations: [{ function: agentChallenge, eventType: FunctionEventType.VIEWER_RESPONSE }],
        },
        '/api/*': api,
        '/openapi.json': apiWithoutPrefix,
        '/health': apiWithoutPrefix,
        '/live': forwarded(new HttpOrigin(props.liveHost)),
      },
    })
    Validations.of(distribution).acknowledge({
      id: '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason: 'The address / never reaches the bucket itself: it has a default root object, and PageFinder rewrites it before.',
    })
    this.host = distribution.domainName
    this.origin = `https://${this.host}`
  }

  /** Puts the pages and /config.json into the bucket. Apart from the constructor because the login's client needs the console's address. */
  publish({ issuer, clientId, logoutUrl }: { issuer: string; clientId: string; logoutUrl: string | undefined }): void {
    const config: ConsoleConfig = {
      installations: [
        {
          name: Stack.of(this).stackName,
          api: `${this.origin}/api`,
          live: `wss://${this.host}/live`,
          issuer,
          clientId,
          ...(logoutUrl === undefined ? {} : { logoutUrl }),
        },
        ...this.others,
      ],
    }
    // The same everywhere: the CDK makes one function for all of them.
    const copying = {
      destinationBucket: this.bucket,
      memoryLimit: 512,
      logGroup: new LogGroup(this, 'CopyLogs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
    }
    new BucketDeployment(this, 'Config', {
      ...copying,
      sources: [Source.jsonData('config.json', config)],
      cacheControl: [CacheControl.noCache()],
      prune: false,
    })
    const files = consoleFiles(this)
    if (!files) return
    // Names of these files carry their content's hash. Older ones stay for the tabs that are still open.
    const assets = new BucketDeployment(this, 'Assets', {
      ...copying,
      sources: [files],
      exclude: ['*'],
      include: [hashedFiles],
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      prune: false,
    })
    const pages = new BucketDeployment(this, 'Html', {
      ...copying,
      sources: [files],
      exclude: [hashedFiles, 'config.json'],
      cacheControl: [CacheControl.noCache()],
    })
    // A page must not arrive before what it loads.
    pages.node.addDependency(assets)
  }
}

const hashedFiles = '_next/static/*'

/** Passed on as it came, but for the host name by which API Gateway knows itself; never cached. */
const forwarded = (origin: HttpOrigin): BehaviorOptions => ({
  origin,
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  allowedMethods: AllowedMethods.ALLOW_ALL,
  cachePolicy: CachePolicy.CACHING_DISABLED,
  originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
})
