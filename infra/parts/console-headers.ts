/** Security headers of the console. */
import { Duration, Stack } from 'aws-cdk-lib'
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront'
import type { Construct } from 'constructs'
import type { Installation } from '#shared/contracts/console-config.ts'
import { reachedFor } from './installations.ts'
import { packagesBucketName, stackUniqueId } from './storage.ts'

export type ConsoleReaches = {
  readonly issuer: string
  readonly loginUrl: string
  readonly liveHost: string
  /** Of other installations that this console leads to. */
  readonly others: readonly Installation[]
}

/**
 * What every page may do. Each page carries a second policy in its head with the hashes of its own inline scripts;
 * browsers enforce both, so `unsafe-inline` here lets nothing through. What this one alone knows is where a page
 * may connect to. It cannot name the console's own host, which is made after it: `'self'` covers HTTPS and wss there.
 */
const contentSecurityPolicy = (scope: Construct, { issuer, loginUrl, liveHost, others }: ConsoleReaches): string => {
  const { region, urlSuffix } = Stack.of(scope)
  const bucket = `https://${packagesBucketName(scope)}.s3.${region}.${urlSuffix}`
  return [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    [`connect-src 'self' wss://${liveHost} ${bucket} ${issuer}/ ${loginUrl}/`, ...others.flatMap(reachedFor)].join(' '),
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export const consoleHeaders = (scope: Construct, reaches: ConsoleReaches): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, 'Headers', {
    // CloudFront's names are of the account, not of the region: two installations must not fight for one.
    responseHeadersPolicyName: `pulse-${stackUniqueId(scope)}`,
    comment: 'Pulse Cloud console',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(scope, reaches), override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()', override: true },
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
      ],
    },
  })
