/** The doors, each with no more rights than it uses. Their environment is the table in docs/architecture.md. */
import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Construct } from 'constructs'
import { FunctionWithAlarm, type Grant } from '../constructs/function-with-alarm.ts'
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'
import type { Messaging } from './messaging.ts'
import type { Scheduling } from './scheduling.ts'
import type { Storage } from './storage.ts'

export type FunctionsProps = {
  readonly storage: Storage
  readonly messaging: Messaging
  readonly scheduling: Scheduling
  readonly version: string
  /** `https://…/live`, for PostToConnection. */
  readonly liveEndpoint: string
  /** ARN of every connection of the live API. */
  readonly liveConnections: string
  /** Origins from which browsers may open the WebSocket, comma-separated. */
  readonly consoleOrigins: string
}

const item = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
  write: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem'],
}
const onTable = (table: Table, ...kinds: (keyof typeof item)[]): Grant => ({
  actions: kinds.flatMap((kind) => item[kind]),
  resources: [table.tableArn, `${table.tableArn}/index/*`],
})

export class Functions extends Construct {
  readonly api: FunctionWithAlarm
  readonly edgeApi: FunctionWithAlarm
  readonly live: FunctionWithAlarm

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id)
    const { storage, messaging, scheduling } = props
    const common = (name: string) => ({
      TABLE_NAME: storage.table.tableName,
      EXECUTIONS_TABLE_NAME: storage.executions.tableName,
      PULSE_VERSION: props.version,
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_LOG_LEVEL: 'INFO',
    })
    const sends = (...queues: QueueWithDeadLetters[]): Grant => ({
      actions: ['sqs:SendMessage'],
      resources: queues.map(({ queue }) => queue.queueArn),
    })
    const rings: Grant = { actions: ['execute-api:ManageConnections'], resources: [props.liveConnections] }
    const contents = (name: string) => storage.packages.arnForObjects(name)
    // Without it, S3 answers 403 instead of 404 for what is not there.
    const seesMissing: Grant = { actions: ['s3:ListBucket'], resources: [storage.packages.bucketArn] }
    const schedules: Grant[] = [
      {
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule', 'scheduler:GetSchedule'],
        resources: [`arn:aws:scheduler:*:*:schedule/${scheduling.group.scheduleGroupName}/*`],
      },
      {
        actions: ['iam:PassRole'],
        resources: [scheduling.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      },
    ]
    const clock = {
      ALARMS_QUEUE_URL: messaging.alarms.queue.queueUrl,
      ALARMS_QUEUE_ARN: messaging.alarms.queue.queueArn,
      ALARMS_DEAD_LETTER_ARN: messaging.alarms.deadLetters.queueArn,
      SCHEDULE_GROUP_NAME: scheduling.group.scheduleGroupName,
      SCHEDULE_ROLE_ARN: scheduling.role.roleArn,
      LIVE_ENDPOINT: props.liveEndpoint,
    }

    this.api = new FunctionWithAlarm(this, 'Api', {
      entry: 'functions/api/handler.ts',
      runbook: 'api',
      timeout: Duration.seconds(29),
      memoryMb: 1024,
      environment: {
        ...common('api'),
        PACKAGES_BUCKET_NAME: storage.packages.bucketName,
        EXPAND_QUEUE_URL: messaging.expand.queue.queueUrl,
        ALARMS_QUEUE_URL: messaging.alarms.queue.queueUrl,
        LIVE_ENDPOINT: props.liveEndpoint,
      },
      grants: [
        onTable(storage.table, 'read', 'write'),
        onTable(storage.executions, 'read'),
        sends(messaging.expand, messaging.alarms),
        { actions: ['s3:GetObject', 's3:PutObject'], resources: [contents('files/*'), contents('manifests/*')] },
        seesMissing,
        rings,
      ],
    })
    this.edgeApi = new FunctionWithAlarm(this, 'EdgeApi', {
      entry: 'functions/edge-api/handler.ts',
      runbook: 'edge-api',
      timeout: Duration.seconds(29),
      memoryMb: 1024,
      environment: {
        ...common('edge-api'),
        PACKAGES_BUCKET_NAME: storage.packages.bucketName,
        REPORTS_QUEUE_URL: messaging.reports.queue.queueUrl,
        LIVE_ENDPOINT: props.liveEndpoint,
      },
      grants: [
        onTable(storage.table, 'read', 'write'),
        onTable(storage.executions, 'read', 'write'),
        sends(messaging.reports),
        { actions: ['s3:GetObject'], resources: [contents('files/*'), contents('manifests/*')] },
        seesMissing,
        rings,
      ],
    })
    const expand = new FunctionWithAlarm(this, 'Expand', {
      entry: 'functions/expand/handler.ts',
      runbook: 'expand',
      timeout: Duration.minutes(1),
      memoryMb: 512,
      environment: { ...common('expand'), ALARMS_QUEUE_URL: messaging.alarms.queue.queueUrl },
      grants: [onTable(storage.table, 'read', 'write'), onTable(storage.executions, 'read', 'write'), sends(messaging.alarms)],
    })
    const onAlarm = new FunctionWithAlarm(this, 'OnAlarm', {
      entry: 'functions/on-alarm/handler.ts',
      runbook: 'alarms',
      timeout: Duration.minutes(1),
      memoryMb: 512,
      environment: { ...common('on-alarm'), EXPAND_QUEUE_URL: messaging.expand.queue.queueUrl, ...clock },
      grants: [
        onTable(storage.table, 'read', 'write'),
        onTable(storage.executions, 'read', 'write'),
        sends(messaging.alarms, messaging.expand),
        ...schedules,
        rings,
      ],
    })
    const onReport = new FunctionWithAlarm(this, 'OnReport', {
      entry: 'functions/on-report/handler.ts',
      runbook: 'reports',
      timeout: Duration.seconds(30),
      memoryMb: 512,
      environment: common('on-report'),
      grants: [onTable(storage.table, 'read', 'write'), onTable(storage.executions, 'read', 'write')],
    })
    const progress = new FunctionWithAlarm(this, 'Progress', {
      entry: 'functions/progress/handler.ts',
      runbook: 'progress',
      timeout: Duration.minutes(1),
      memoryMb: 512,
      environment: { ...common('progress'), ...clock },
      grants: [onTable(storage.table, 'read', 'write'), sends(messaging.alarms), ...schedules, rings],
    })
    this.live = new FunctionWithAlarm(this, 'Live', {
      entry: 'functions/live/handler.ts',
      runbook: 'live',
      timeout: Duration.seconds(10),
      memoryMb: 512,
      environment: { ...common('live'), LIVE_ENDPOINT: props.liveEndpoint, CONSOLE_ORIGINS: props.consoleOrigins },
      grants: [onTable(storage.table, 'read', 'write'), rings],
    })

    const consume = (consumer: FunctionWithAlarm, source: QueueWithDeadLetters, batchSize: number, maxConcurrency: number) =>
      consumer.function.addEventSource(new SqsEventSource(source.queue, { batchSize, maxConcurrency, reportBatchItemFailures: true }))
    consume(expand, messaging.expand, 1, 10)
    consume(onAlarm, messaging.alarms, 1, 20)
    consume(onReport, messaging.reports, 10, 50)

    const lost = new QueueWithDeadLetters(this, 'ProgressFailures', { runbook: 'progress', visibilityTimeout: Duration.minutes(5) })
    progress.function.addEventSource(
      new DynamoEventSource(storage.executions, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        bisectBatchOnError: true,
        retryAttempts: 100,
        reportBatchItemFailures: true,
        onFailure: new SqsDlq(lost.queue),
        filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('E#') } } } })],
      }),
    )
  }
}
