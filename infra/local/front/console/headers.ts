/** The headers that the template's CloudFront distribution puts on what it serves. */
import * as z from 'zod'
import { propertiesOf } from '../../template/declared.ts'
import type { Stack } from '../../template/stack.ts'

const flag = z.boolean().default(true)
const Policy = z.looseObject({
  ResponseHeadersPolicyConfig: z.looseObject({
    CustomHeadersConfig: z.object({ Items: z.array(z.looseObject({ Header: z.string(), Value: z.string() })) }).optional(),
    SecurityHeadersConfig: z
      .looseObject({
        ContentSecurityPolicy: z.looseObject({ ContentSecurityPolicy: z.string() }).optional(),
        ContentTypeOptions: z.looseObject({ Override: flag }).optional(),
        FrameOptions: z.looseObject({ FrameOption: z.string() }).optional(),
        ReferrerPolicy: z.looseObject({ ReferrerPolicy: z.string() }).optional(),
        XSSProtection: z.looseObject({ Protection: z.boolean(), ModeBlock: z.boolean().optional() }).optional(),
      })
      .optional(),
  }),
})
const Distribution = z.looseObject({
  DistributionConfig: z.looseObject({ DefaultCacheBehavior: z.looseObject({ ResponseHeadersPolicyId: z.string().optional() }) }),
})

/** Strict-Transport-Security is left out: locally everything is plain HTTP on the loopback. */
export const consoleHeaders = (stack: Stack): Readonly<Record<string, string>> => {
  const [distribution] = stack.ofType('AWS::CloudFront::Distribution')
  if (!distribution) return {}
  const id = propertiesOf(distribution, Distribution).DistributionConfig.DefaultCacheBehavior.ResponseHeadersPolicyId
  const resource = stack.ofType('AWS::CloudFront::ResponseHeadersPolicy').find(({ logicalId }) => stack.ref(logicalId) === id)
  if (!resource) return {}
  const { CustomHeadersConfig, SecurityHeadersConfig: security } = propertiesOf(resource, Policy).ResponseHeadersPolicyConfig
  const csp = security?.ContentSecurityPolicy?.ContentSecurityPolicy
  return {
    ...Object.fromEntries(CustomHeadersConfig?.Items.map(({ Header, Value }) => [Header.toLowerCase(), Value]) ?? []),
    // The page is not on HTTPS here, so that asking for it would break every request.
    ...(csp && { 'content-security-policy': csp.replace(/;?\s*upgrade-insecure-requests\b/g, '') }),
    ...(security?.ContentTypeOptions && { 'x-content-type-options': 'nosniff' }),
    ...(security?.FrameOptions && { 'x-frame-options': security.FrameOptions.FrameOption }),
    ...(security?.ReferrerPolicy && { 'referrer-policy': security.ReferrerPolicy.ReferrerPolicy }),
    ...(security?.XSSProtection && {
      'x-xss-protection': security.XSSProtection.Protection ? `1${security.XSSProtection.ModeBlock ? '; mode=block' : ''}` : '0',
    }),
  }
}
