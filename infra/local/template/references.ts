/** What `Ref` and `Fn::GetAtt` give for each resource: the local stand-in's names and addresses. */
import type { Resource } from './template.ts'

export const account = '000000000000'
export const region = 'eu-west-1'
export const partition = 'aws'
const suffix = 'amazonaws.com'

export const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::Partition': partition,
  'AWS::URLSuffix': suffix,
  'AWS::StackName': 'pulse',
  'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/pulse/local`,
}

/** Where the stand-ins answer, once they do. URLs without a trailing slash. */
export type Addresses = {
  /** The one address of console and API, e.g. `http://127.0.0.1:8080`. */
  readonly front: string
  readonly s3: string
  readonly sqs: string
  /** Listener of the WebSocket API's management endpoint. */
  readonly management: string
  readonly issuer: string
}

type Property = (name: string) => unknown
type Named = { readonly logicalId: string; readonly property: Property; readonly addresses: () => Addresses }
type Reference = {
  readonly ref: (named: Named) => string
  readonly attributes?: Readonly<Record<string, (named: Named) => string>>
}

const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`
const nameIn =
  (property: string, otherwise = (logicalId: string) => logicalId) =>
  (named: Named): string => {
    const given = named.property(property)
    return typeof given === 'string' ? given : otherwise(named.logicalId)
  }
const host = (url: string): string => new URL(url).host

const tableName = nameIn('TableName')
const table: Reference = {
  ref: tableName,
  attributes: {
    Arn: (named) => arn('dynamodb', `table/${tableName(named)}`),
    StreamArn: (named) => arn('dynamodb', `table/${tableName(named)}/stream/local`),
  },
}
const queueName = (named: Named): string => {
  const fifo = named.property('FifoQueue') === true ? '.fifo' : ''
  return nameIn('QueueName', (logicalId) => `${logicalId.slice(0, 75)}${fifo}`)(named)
}
const bucketName = nameIn('BucketName', (logicalId) => logicalId.toLowerCase().slice(0, 63))
const functionName = nameIn('FunctionName', (logicalId) => logicalId.slice(0, 64))
const roleName = nameIn('RoleName', (logicalId) => logicalId.slice(0, 64))
const logGroupName = nameIn('LogGroupName')
const groupName = nameIn('Name', (logicalId) => logicalId.slice(0, 64))
export const apiId = (logicalId: string): string => logicalId.toLowerCase()
const poolId = (logicalId: string): string => `${region}_${logicalId}`
const bucketHost = (named: Named): string => `${bucketName(named)}.s3.${region}.${suffix}`

const references: Readonly<Record<string, Reference>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': {
    ref: (named) => `${named.addresses().sqs}/${account}/${queueName(named)}`,
    attributes: { Arn: (named) => arn('sqs', queueName(named)), QueueName: queueName },
  },
  'AWS::S3::Bucket': {
    ref: bucketName,
    attributes: {
      Arn: (named) => `arn:${partition}:s3:::${bucketName(named)}`,
      DomainName: bucketHost,
      RegionalDomainName: bucketHost,
    },
  },
  'AWS::Scheduler::ScheduleGroup': {
    ref: groupName,
    attributes: { Arn: (named) => arn('scheduler', `schedule-group/${groupName(named)}`) },
  },
  'AWS::Lambda::Function': { ref: functionName, attributes: { Arn: (named) => arn('lambda', `function:${functionName(named)}`) } },
  'AWS::IAM::Role': {
    ref: roleName,
    attributes: { Arn: (named) => `arn:${partition}:iam::${account}:role/${roleName(named)}`, RoleId: roleName },
  },
  'AWS::IAM::ManagedPolicy': { ref: (named) => `arn:${partition}:iam::${account}:policy/${named.logicalId}` },
  'AWS::ApiGatewayV2::Api': {
    ref: (named) => apiId(named.logicalId),
    attributes: {
      ApiId: (named) => apiId(named.logicalId),
      ApiEndpoint: (named) =>
        `${named.property('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https'}://${apiId(named.logicalId)}.execute-api.${region}.${suffix}`,
    },
  },
  'AWS::ApiGatewayV2::Stage': { ref: nameIn('StageName') },
  'AWS::ApiGatewayV2::Integration': { ref: (named) => named.logicalId },
  'AWS::ApiGatewayV2::Authorizer': { ref: (named) => named.logicalId },
  'AWS::ApiGatewayV2::Route': { ref: (named) => named.logicalId },
  'AWS::Cognito::UserPool': {
    ref: (named) => poolId(named.logicalId),
    attributes: {
      Arn: (named) => arn('cognito-idp', `userpool/${poolId(named.logicalId)}`),
      UserPoolId: (named) => poolId(named.logicalId),
      ProviderName: (named) => `cognito-idp.${region}.${suffix}/${poolId(named.logicalId)}`,
      ProviderURL: (named) => `https://cognito-idp.${region}.${suffix}/${poolId(named.logicalId)}`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    ref: (named) => named.logicalId,
    attributes: { ClientId: (named) => named.logicalId },
  },
  'AWS::Cognito::UserPoolDomain': { ref: nameIn('Domain') },
  'AWS::CloudFront::Distribution': {
    ref: (named) => named.logicalId,
    attributes: { DomainName: (named) => host(named.addresses().front), Id: (named) => named.logicalId },
  },
  'AWS::Logs::LogGroup': { ref: logGroupName, attributes: { Arn: (named) => arn('logs', `log-group:${logGroupName(named)}:*`) } },
  'AWS::CloudFront::Function': {
    ref: (named) => named.logicalId,
    attributes: { FunctionARN: (named) => `arn:${partition}:cloudfront::${account}:function/${named.logicalId}` },
  },
  'AWS::CloudFront::OriginAccessControl': { ref: (named) => named.logicalId, attributes: { Id: (named) => named.logicalId } },
  'AWS::CloudFront::ResponseHeadersPolicy': { ref: (named) => named.logicalId },
}

const unsupported = (logicalId: string, resource: Resource, what: string): Error =>
  new Error(`${what} of ${logicalId} (${resource.Type}) has no local value`)

/** `Ref` of a resource. Throws where there is no local value. */
export const refOf = (named: Named, resource: Resource): string => {
  const reference = references[resource.Type]
  if (!reference) throw unsupported(named.logicalId, resource, 'Ref')
  return reference.ref(named)
}

/** `Fn::GetAtt` of a resource. Throws where there is no local value. */
export const attributeOf = (named: Named, resource: Resource, attribute: string): string => {
  const give = references[resource.Type]?.attributes?.[attribute]
  if (!give) throw unsupported(named.logicalId, resource, `Fn::GetAtt ${attribute}`)
  return give(named)
}
