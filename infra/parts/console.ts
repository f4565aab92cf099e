/** The console: static files in a private bucket, and one host name for files, API and WebSocket. */
import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { Aws, DockerImage, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'
import type { ConsoleConfig } from '#shared/contracts/console-config.ts'
import { projectFile } from '../project.ts'

export type ConsoleProps = {
  readonly httpApiId: string
  readonly liveApiId: string
  readonly packages: IBucket
}

/** `/machines/` is stored as `/machines/index.html`. CloudFront runs this before it looks. */
const indexOfFolder = `function handler(event) {
  var request = event.request
  if (request.uri.endsWith('/')) request.uri += 'index.html'
  else if (!request.uri.split('/').pop().includes('.')) return { statusCode: 308, headers: { location: { value: request.uri + '/' } } }
  return request
}`

export class ConsolePart extends Construct {
  readonly bucket: Bucket
  readonly distribution: Distribution

  constructor(scope: Construct, id: string, props: ConsoleProps) {
    super(scope, id)
    const kept = { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, encryption: BucketEncryption.S3_MANAGED, enforceSSL: true }
    this.bucket = new Bucket(this, 'Files', {
      ...kept,
      versioned: true,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    })

    const apiHost = (apiId: string) => `${apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`
    const connect = [
      "'self'",
      `https://${props.packages.bucketRegionalDomainName}`,
      `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
      `https://pulse-${Aws.ACCOUNT_ID}.auth.${Aws.REGION}.amazoncognito.com`,
    ]
    const policy = [
      "default-src 'none'",
      // Pages add the hashes of their own inline scripts in a stricter policy of their own.
      "script-src 'self' 'unsafe-inline'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      `connect-src ${connect.join(' ')}`,
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; ')
    const headers = new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()', override: true }],
      },
    })

    const through = {
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      allowedMethods: AllowedMethods.ALLOW_ALL,
    }
    const api = new HttpOrigin(apiHost(props.httpApiId))
    const apiWithStage = new HttpOrigin(apiHost(props.httpApiId), { originPath: '/api' })
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Pulse Cloud: console, API and WebSocket under one name',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      logBucket: new Bucket(this, 'AccessLogs', {
        ...kept,
        objectOwnership: ObjectOwnership.OBJECT_WRITER,
        removalPolicy: RemovalPolicy.DESTROY,
        lifecycleRules: [{ expiration: Duration.days(90) }],
      }),
      errorResponses: [{ httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/404.html', ttl: Duration.minutes(1) }],
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: headers,
        compress: true,
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'IndexOfFolder', {
              code: FunctionCode.fromInline(indexOfFolder),
              runtime: FunctionRuntime.JS_2_0,
            }),
          },
        ],
      },
      additionalBehaviors: {
        '/api/*': { origin: api, ...through },
        '/openapi.json': { origin: apiWithStage, ...through },
        '/health': { origin: apiWithStage, ...through },
        '/live': { origin: new HttpOrigin(apiHost(props.liveApiId)), ...through },
      },
    })
  }

  get url(): string {
    return `https://${this.distribution.distributionDomainName}`
  }

  /** Puts the built console and its configuration in place. */
  publish(config: ConsoleConfig): void {
    new BucketDeployment(this, 'Publish', {
      destinationBucket: this.bucket,
      distribution: this.distribution,
      distributionPaths: ['/*'],
      cacheControl: [CacheControl.fromString('public, max-age=0, must-revalidate')],
      sources: [consoleFiles(), Source.jsonData('config.json', config)],
      memoryLimit: 512,
    })
  }
}

const consoleFiles = () =>
  Source.asset(projectFile('web'), {
    exclude: ['out', '.next', '*.tsbuildinfo'],
    bundling: {
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle: (folder) => {
          execFileSync(process.execPath, [projectFile('web/scripts/build.ts')], { cwd: projectFile('.'), stdio: ['ignore', 2, 2] })
          cpSync(projectFile('web/out'), folder, { recursive: true })
          return true
        },
      },
    },
  })

/** What the distribution's domain would be as an origin list for the WebSocket. */
export const originsOf = (url: string, others: readonly string[]): string => Fn.join(',', [url, ...others])
