/** Which resource types run locally, and which are knowingly left to AWS. Any other type is an error. */

export const runs = [
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::ResponseHeadersPolicy',
] as const

/** Left out, and why: nothing of the product's behaviour hangs on them on one machine. */
const leftToAws: readonly { readonly type: RegExp; readonly because: string }[] = [
  { type: /^AWS::CloudWatch::|^AWS::Logs::|^AWS::Oam::/, because: 'logs and errors are on this machine' },
  { type: /^AWS::SNS::(Topic|TopicPolicy|Subscription)$/, because: 'alarms notify through it' },
  { type: /^AWS::CloudFront::(OriginAccessControl|Function|CachePolicy|OriginRequestPolicy)$/, because: 'the front does what they say' },
  { type: /^AWS::S3::BucketPolicy$|^AWS::SQS::QueuePolicy$|^AWS::KMS::/, because: 'everything is on the loopback of one machine' },
  { type: /^Custom::|^AWS::CloudFormation::CustomResource$|^AWS::CDK::/, because: 'the CDK uses them while it deploys' },
  { type: /^AWS::Lambda::(LayerVersion|Version|Alias|EventInvokeConfig)$/, because: 'the CDK uses them while it deploys' },
  {
    type: /^AWS::Cognito::(UserPoolGroup|UserPoolUser.*|UserPoolResourceServer|UserPoolUICustomizationAttachment|ManagedLoginBranding)$/,
    because: 'the local provider has one administrator',
  },
  {
    type: /^AWS::ApiGatewayV2::(DomainName|ApiMapping|RouteResponse|IntegrationResponse|Deployment|Model)$/,
    because: 'there is one host name',
  },
  {
    type: /^AWS::(CertificateManager|Route53|WAFv2|Budgets|CE|Backup|ResourceGroups|ServiceCatalogAppRegistry|SSM)::/,
    because: 'it concerns the account',
  },
]

const isAmong = (type: string): boolean => runs.some((known) => known === type)

/** null where the type is known, else the sentence that says what to do. */
export const faultOfType = (logicalId: string, type: string): string | null =>
  isAmong(type) || leftToAws.some((each) => each.type.test(type))
    ? null
    : `${logicalId} is a ${type}: local mode does not run this type, and it is not among those knowingly left to AWS (infra/local/template/resource-types.ts)`
