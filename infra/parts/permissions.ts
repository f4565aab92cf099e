/** What each function may do, and no more. A function that needs another action gets it here, by hand. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Permission } from '../constructs/product-function.ts'
import type { Identity } from './identity.ts'
import type { PulseLiveApi } from './live-api.ts'
import type { Messaging } from './messaging.ts'
import type { Scheduling } from './scheduling.ts'
import type { Storage } from './storage.ts'

export type Reached = {
  readonly storage: Storage
  readonly messaging: Messaging
  readonly scheduling: Scheduling
  readonly liveApi: PulseLiveApi
  readonly identity: Identity
}

type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  | 'PartiQLInsert'
  | 'PartiQLUpdate'
  | 'PartiQLDelete'

/** Actions on a table's items. `Query` is of the table itself; its indexes are named apart. Transactions need these same actions. */
const items = (table: Table, ...actions: readonly ItemAction[]): Permission => ({
  actions: actions.map((action) => `dynamodb:${action}`),
  resources: [table.tableArn],
})
const queryIndexes = (table: Table, ...indexes: readonly ('gsi1' | 'gsi2' | 'gsi3')[]): Permission => ({
  actions: ['dynamodb:Query'],
  resources: indexes.map((index) => `${table.tableArn}/index/${index}`),
})

export const permissionsWithin = ({ storage, messaging, scheduling, liveApi, identity }: Reached) => {
  const { mainTable: main, executionsTable: executions, auditTable: audit, packagesBucket, inventoriesBucket } = storage
  const objects = (actions: readonly string[], ...folders: readonly string[]): Permission => ({
    actions,
    resources: folders.map((folder) => packagesBucket.arnForObjects(`${folder}/*`)),
  })
  const inventories = (folder: 'uploads' | 'records', ...actions: readonly ('GetObject' | 'PutObject' | 'DeleteObject')[]): Permission => ({
    actions: actions.map((action) => `s3:${action}`),
    resources: [inventoriesBucket.arnForObjects(`${folder}/*`)],
  })
  const seeMissingInventories: Permission = { actions: ['s3:ListBucket'], resources: [inventoriesBucket.bucketArn] }
  // Without it S3 answers 403 and not 404 for an object that is not there.
  const seeWhatIsMissing: Permission = { actions: ['s3:ListBucket'], resources: [packagesBucket.bucketArn] }
  const sendTo = (...queues: readonly ('expand' | 'alarms' | 'reports' | 'inventories' | 'terms')[]): Permission => ({
    actions: ['sqs:SendMessage'],
    resources: queues.map((name) => messaging[name].queue.queueArn),
  })
  const postLive: Permission = { actions: ['execute-api:ManageConnections'], resources: [liveApi.postArn] }
  const arm = (...actions: readonly ('CreateSchedule' | 'UpdateSchedule' | 'DeleteSchedule')[]): readonly Permission[] => [
    { actions: actions.map((action) => `scheduler:${action}`), resources: [scheduling.schedulesArn] },
    { actions: ['iam:PassRole'], resources: [scheduling.roleArn], passedTo: 'scheduler.amazonaws.com' },
  ]
  // None of them reads a password, a token or a session.
  const keepAccounts: readonly Permission[] = identity.userPool
    ? [
        {
          actions: [
            'AdminCreateUser',
            'AdminDeleteUser',
            'AdminDisableUser',
            'AdminEnableUser',
            'AdminGetUser',
            'AdminSetUserPassword',
            'AdminUpdateUserAttributes',
            'AdminUserGlobalSignOut',
          ].map((action) => `cognito-idp:${action}`),
          resources: [identity.userPool.userPoolArn],
        },
      ]
    : []
  // Finds who watches a topic, posts to them, and forgets those who are gone.
  const ring: readonly Permission[] = [queryIndexes(main, 'gsi1'), items(main, 'Query', 'DeleteItem'), postLive]

  return {
    api: [
      items(main, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'),
      ...ring,
      items(executions, 'GetItem', 'BatchGetItem', 'Query', 'UpdateItem'),
      queryIndexes(executions, 'gsi1', 'gsi2', 'gsi3'),
      // The presigned addresses of uploads carry the permission to put.
      objects(['s3:GetObject', 's3:PutObject'], 'files', 'manifests'),
      seeWhatIsMissing,
      sendTo('expand', 'alarms', 'inventories'),
      inventories('records', 'GetObject', 'PutObject', 'DeleteObject'),
      seeMissingInventories,
      // Append-only: nothing here changes or deletes a line.
      items(audit, 'PutItem', 'Query', 'BatchGetItem'),
      queryIndexes(audit, 'gsi1', 'gsi2'),
      ...keepAccounts,
    ],
    inventory: [
      items(main, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
      inventories('uploads', 'PutObject'),
      sendTo('inventories'),
    ],
    onInventory: [
      items(main, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'),
      queryIndexes(main, 'gsi1'),
      inventories('uploads', 'GetObject'),
      inventories('records', 'GetObject', 'PutObject', 'DeleteObject'),
      seeMissingInventories,
      postLive,
    ],
    machineChanges: [sendTo('terms')],
    indexTerms: [
      items(main, 'GetItem', 'BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'),
      items(main, 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'),
      // The rebuild goes through all machines, and from step to step.
      queryIndexes(main, 'gsi1'),
      sendTo('terms'),
      inventories('records', 'GetObject'),
      seeMissingInventories,
    ],
    edgeApi: [
      items(main, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      ...ring,
      items(executions, 'GetItem', 'UpdateItem'),
      queryIndexes(executions, 'gsi1'),
      // The presigned addresses of downloads carry it too.
      objects(['s3:GetObject'], 'files', 'manifests'),
      seeWhatIsMissing,
      sendTo('reports', 'inventories'),
      inventories('uploads', 'PutObject'),
    ],
    expand: [items(main, 'GetItem', 'UpdateItem'), items(executions, 'PutItem'), sendTo('alarms')],
    onAlarm: [
      items(main, 'GetItem', 'Query', 'UpdateItem'),
      items(executions, 'Query', 'UpdateItem'),
      queryIndexes(executions, 'gsi1', 'gsi3'),
      sendTo('expand', 'alarms'),
      ...arm('CreateSchedule', 'UpdateSchedule', 'DeleteSchedule'),
    ],
    onReport: [items(main, 'GetItem', 'UpdateItem'), items(executions, 'GetItem', 'UpdateItem', 'BatchWriteItem')],
    // What it reads of executions comes with the stream, but for the others of a bundle.
    progress: [
      items(main, 'GetItem', 'Query', 'UpdateItem'),
      items(executions, 'Query', 'UpdateItem'),
      ...ring,
      sendTo('alarms'),
      ...arm('CreateSchedule', 'UpdateSchedule'),
    ],
    live: [items(main, 'GetItem', 'Query', 'PutItem', 'DeleteItem', 'BatchWriteItem'), postLive],
  } as const satisfies Record<string, readonly Permission[]>
}
