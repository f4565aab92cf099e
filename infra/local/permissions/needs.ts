/**
 * What each SDK call needs from IAM: service and command → actions on resources, as the Service Authorization
 * Reference has them. A command that is not here is an error: it must be added, with its resources.
 */
import * as z from 'zod'
import { account, partition, region } from '../template/references.ts'
import type { Need } from './policy.ts'

const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`
const Text = z.string()
type Mapping = (input: unknown) => readonly Need[]

const tableArn = (name: string): string => (name.startsWith('arn:') ? name : arn('dynamodb', `table/${name}`))
const OnTable = z.looseObject({ TableName: Text, IndexName: Text.optional() })
const onTable =
  (action: string): Mapping =>
  (input) => {
    const { TableName, IndexName } = OnTable.parse(input)
    return [{ action: `dynamodb:${action}`, resource: tableArn(TableName) + (IndexName ? `/index/${IndexName}` : '') }]
  }
const Batch = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()) })
const onTables =
  (action: string): Mapping =>
  (input) =>
    Object.keys(Batch.parse(input).RequestItems).map((name) => ({ action: `dynamodb:${action}`, resource: tableArn(name) }))
const transactActions = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem', Get: 'GetItem' }
const Part = z.looseObject({ TableName: Text }).optional()
const Transaction = z.looseObject({
  TransactItems: z.array(z.looseObject({ Put: Part, Update: Part, Delete: Part, ConditionCheck: Part, Get: Part })),
})
const inTransaction: Mapping = (input) =>
  Transaction.parse(input).TransactItems.flatMap((item) =>
    (['Put', 'Update', 'Delete', 'ConditionCheck', 'Get'] as const).flatMap((kind) => {
      const part = item[kind]
      return part ? [{ action: `dynamodb:${transactActions[kind]}`, resource: tableArn(part.TableName) }] : []
    }),
  )

const Statements = z.looseObject({ Statements: z.array(z.looseObject({ Statement: Text })) })
const statementActions = { INSERT: 'PartiQLInsert', UPDATE: 'PartiQLUpdate', DELETE: 'PartiQLDelete', SELECT: 'PartiQLSelect' } as const
const inStatements: Mapping = (input) =>
  Statements.parse(input).Statements.map(({ Statement }) => {
    const [, verb, table] = /^(INSERT|UPDATE|DELETE|SELECT)\b[^"]*"([^"]+)"/.exec(Statement) ?? []
    const action = Object.entries(statementActions).find(([known]) => known === verb)?.[1]
    if (action === undefined || table === undefined) throw new Error(`what the statement ${Statement} needs is not known`)
    return { action: `dynamodb:${action}`, resource: tableArn(table) }
  })

const OnBucket = z.looseObject({ Bucket: Text })
const OnObject = z.looseObject({ Bucket: Text, Key: Text })
const bucketArn = (name: string): string => `arn:${partition}:s3:::${name}`
const onBucket =
  (action: string): Mapping =>
  (input) => [{ action: `s3:${action}`, resource: bucketArn(OnBucket.parse(input).Bucket) }]
const onObject =
  (action: string): Mapping =>
  (input) => {
    const { Bucket, Key } = OnObject.parse(input)
    return [{ action: `s3:${action}`, resource: `${bucketArn(Bucket)}/${Key}` }]
  }
const Copy = OnObject.extend({ CopySource: Text })
const DeleteObjects = OnBucket.extend({ Delete: z.looseObject({ Objects: z.array(z.looseObject({ Key: Text })) }) })

const OnQueue = z.looseObject({ QueueUrl: Text })
const onQueue =
  (action: string): Mapping =>
  (input) => [{ action: `sqs:${action}`, resource: arn('sqs', new URL(OnQueue.parse(input).QueueUrl).pathname.split('/').at(-1) ?? '') }]

const OnSchedule = z.looseObject({
  Name: Text,
  GroupName: Text.default('default'),
  Target: z.looseObject({ RoleArn: Text }).optional(),
})
const onSchedule =
  (action: string): Mapping =>
  (input) => {
    const { Name, GroupName, Target } = OnSchedule.parse(input)
    const need = { action: `scheduler:${action}`, resource: arn('scheduler', `schedule/${GroupName}/${Name}`) }
    // Whoever gives a schedule its role hands that role on.
    return Target
      ? [need, { action: 'iam:PassRole', resource: Target.RoleArn, context: { 'iam:passedtoservice': 'scheduler.amazonaws.com' } }]
      : [need]
  }

const OnConnection = z.looseObject({ ConnectionId: Text })
type Endpoint = { readonly apiId: string; readonly stage: string }
const onConnection = (method: string, { apiId, stage }: Endpoint): Mapping => {
  return (input) => [
    {
      action: 'execute-api:ManageConnections',
      resource: arn('execute-api', `${apiId}/${stage}/${method}/@connections/${OnConnection.parse(input).ConnectionId}`),
    },
  ]
}

const dynamodb: Readonly<Record<string, Mapping>> = {
  GetItem: onTable('GetItem'),
  PutItem: onTable('PutItem'),
  UpdateItem: onTable('UpdateItem'),
  DeleteItem: onTable('DeleteItem'),
  Query: onTable('Query'),
  Scan: onTable('Scan'),
  DescribeTable: onTable('DescribeTable'),
  BatchGetItem: onTables('BatchGetItem'),
  BatchWriteItem: onTables('BatchWriteItem'),
  TransactWriteItems: inTransaction,
  TransactGetItems: inTransaction,
  BatchExecuteStatement: inStatements,
}
// The document client's commands do the same under shorter names.
const documents: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
  TransactWrite: 'TransactWriteItems',
  TransactGet: 'TransactGetItems',
}
const s3: Readonly<Record<string, Mapping>> = {
  GetObject: onObject('GetObject'),
  HeadObject: onObject('GetObject'),
  GetObjectAttributes: onObject('GetObjectAttributes'),
  PutObject: onObject('PutObject'),
  DeleteObject: onObject('DeleteObject'),
  CreateMultipartUpload: onObject('PutObject'),
  UploadPart: onObject('PutObject'),
  CompleteMultipartUpload: onObject('PutObject'),
  AbortMultipartUpload: onObject('AbortMultipartUpload'),
  ListParts: onObject('ListMultipartUploadParts'),
  ListObjectsV2: onBucket('ListBucket'),
  HeadBucket: onBucket('ListBucket'),
  ListMultipartUploads: onBucket('ListBucketMultipartUploads'),
  CopyObject: (input) => {
    const { Bucket, Key, CopySource } = Copy.parse(input)
    return [
      { action: 's3:GetObject', resource: bucketArn(decodeURIComponent(CopySource.replace(/^\//, ''))) },
      { action: 's3:PutObject', resource: `${bucketArn(Bucket)}/${Key}` },
    ]
  },
  DeleteObjects: (input) => {
    const { Bucket, Delete } = DeleteObjects.parse(input)
    return Delete.Objects.map(({ Key }) => ({ action: 's3:DeleteObject', resource: `${bucketArn(Bucket)}/${Key}` }))
  },
}
const sqs: Readonly<Record<string, Mapping>> = {
  SendMessage: onQueue('SendMessage'),
  SendMessageBatch: onQueue('SendMessage'),
  ReceiveMessage: onQueue('ReceiveMessage'),
  DeleteMessage: onQueue('DeleteMessage'),
  DeleteMessageBatch: onQueue('DeleteMessage'),
  ChangeMessageVisibility: onQueue('ChangeMessageVisibility'),
  ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
  GetQueueAttributes: onQueue('GetQueueAttributes'),
}
const scheduler: Readonly<Record<string, Mapping>> = {
  CreateSchedule: onSchedule('CreateSchedule'),
  UpdateSchedule: onSchedule('UpdateSchedule'),
  GetSchedule: onSchedule('GetSchedule'),
  DeleteSchedule: onSchedule('DeleteSchedule'),
  ListSchedules: (input) => {
    const { GroupName = '*' } = z.looseObject({ GroupName: Text.optional() }).parse(input)
    return [{ action: 'scheduler:ListSchedules', resource: arn('scheduler', `schedule/${GroupName}/*`) }]
  },
}

const OnPool = z.looseObject({ UserPoolId: Text })
const onPool =
  (action: string): Mapping =>
  (input) => [{ action: `cognito-idp:${action}`, resource: arn('cognito-idp', `userpool/${OnPool.parse(input).UserPoolId}`) }]
const cognito: Readonly<Record<string, Mapping>> = Object.fromEntries(
  [
    'AdminCreateUser',
    'AdminDeleteUser',
    'AdminDisableUser',
    'AdminEnableUser',
    'AdminGetUser',
    'AdminSetUserPassword',
    'AdminUpdateUserAttributes',
    'AdminUserGlobalSignOut',
  ].map((action) => [action, onPool(action)]),
)

/** A call that this table does not know. */
export class UnknownCall extends Error {
  override readonly name = 'UnknownCall'
}

export type SdkCall = { readonly service: string; readonly command: string; readonly input: unknown }

/** What a call needs. Throws `UnknownCall` for a service or command that has no mapping. */
export const needsOf = ({ service, command, input }: SdkCall, socket: Endpoint): readonly Need[] => {
  const connections: Readonly<Record<string, Mapping>> = {
    PostToConnection: onConnection('POST', socket),
    GetConnection: onConnection('GET', socket),
    DeleteConnection: onConnection('DELETE', socket),
  }
  const services: Readonly<Record<string, Readonly<Record<string, Mapping>>>> = {
    DynamoDB: dynamodb,
    S3: s3,
    SQS: sqs,
    Scheduler: scheduler,
    ApiGatewayManagementApi: connections,
    'Cognito Identity Provider': cognito,
  }
  const name = service === 'DynamoDB' ? (documents[command] ?? command) : command
  const mapping = services[service]?.[name]
  if (!mapping)
    throw new UnknownCall(`local mode does not know what ${service} ${command} needs: add it to infra/local/permissions/needs.ts`)
  return mapping(input)
}
