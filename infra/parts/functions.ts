import { Duration } from 'aws-cdk-lib'
import { ComparisonOperator, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { ProductFunction } from '../constructs/product-function.ts'
import { RunbookAlarm } from '../constructs/runbook-alarm.ts'
import { timeoutSeconds } from './limits.ts'
import { permissionsWithin, type Reached } from './permissions.ts'

export type FunctionsProps = Reached & {
  readonly consoleOrigins: readonly string[]
  readonly version: string
  readonly notify: ITopic
}

/** A table's stream: nothing is passed over, and what fails time and again goes to the dead letters. */
const inOrder = {
  // From the first change on: a counter that missed one is wrong for ever.
  startingPosition: StartingPosition.TRIM_HORIZON,
  batchSize: 500,
  // No batching window: Lambda asks four times a second, and consoles shall see a change within two.
  parallelizationFactor: 1,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
  retryAttempts: 25,
  maxRecordAge: Duration.hours(6),
}

/** The doors: one function each, with the environment of docs/architecture.md. */
export class Functions extends Construct {
  readonly api: ProductFunction
  readonly edgeApi: ProductFunction
  readonly inventory: ProductFunction
  readonly live: ProductFunction

  constructor(scope: Construct, id: string, { consoleOrigins, version, notify, ...reached }: FunctionsProps) {
    super(scope, id)
    const { storage, messaging, scheduling, liveApi, identity } = reached
    const permissions = permissionsWithin(reached)

    const PACKAGES_BUCKET_NAME = storage.packagesBucket.bucketName
    const INVENTORIES_BUCKET_NAME = storage.inventoriesBucket.bucketName
    const TERMS_QUEUE_URL = messaging.terms.queue.queueUrl
    const INVENTORIES_QUEUE_URL = messaging.inventories.queue.queueUrl
    const LIVE_ENDPOINT = liveApi.endpoint
    const EXPAND_QUEUE_URL = messaging.expand.queue.queueUrl
    const ALARMS_QUEUE_URL = messaging.alarms.queue.queueUrl
    const armsAlarms = {
      ALARMS_QUEUE_URL,
      ALARMS_QUEUE_ARN: messaging.alarms.queue.queueArn,
      ALARMS_DEAD_LETTER_ARN: messaging.alarms.deadLetters.queueArn,
      SCHEDULE_GROUP_NAME: scheduling.groupName,
      SCHEDULE_ROLE_ARN: scheduling.roleArn,
    }

    type Door = {
      readonly id: string
      readonly name: keyof typeof permissions
      readonly folder: string
      readonly description: string
      readonly memoryMb: number
      readonly environment: Readonly<Record<string, string>>
      readonly asksItself?: boolean
    }
    const door = ({ id: logicalId, name, environment, ...rest }: Door): ProductFunction =>
      new ProductFunction(this, logicalId, {
        ...rest,
        timeoutSeconds: timeoutSeconds[name],
        permissions: permissions[name],
        environment: {
          TABLE_NAME: storage.mainTable.tableName,
          EXECUTIONS_TABLE_NAME: storage.executionsTable.tableName,
          PULSE_VERSION: version,
          POWERTOOLS_SERVICE_NAME: rest.folder,
          POWERTOOLS_LOG_LEVEL: 'INFO',
          ...environment,
        },
        notify,
      })

    this.api = door({
      id: 'Api',
      name: 'api',
      folder: 'api',
      description: 'Requests of people',
      // A vCPU's share comes with the memory: less of it makes people wait for the first answer.
      memoryMb: 1024,
      environment: {
        PACKAGES_BUCKET_NAME,
        INVENTORIES_BUCKET_NAME,
        INVENTORIES_QUEUE_URL,
        EXPAND_QUEUE_URL,
        ALARMS_QUEUE_URL,
        LIVE_ENDPOINT,
        AUDIT_TABLE_NAME: storage.auditTable.tableName,
        ...identity.environment,
      },
    })
    this.edgeApi = door({
      id: 'EdgeApi',
      name: 'edgeApi',
      folder: 'edge-api',
      description: 'Requests of edge launchers',
      memoryMb: 1024,
      environment: {
        PACKAGES_BUCKET_NAME,
        INVENTORIES_BUCKET_NAME,
        INVENTORIES_QUEUE_URL,
        REPORTS_QUEUE_URL: messaging.reports.queue.queueUrl,
        LIVE_ENDPOINT,
      },
    })
    this.inventory = door({
      id: 'Inventory',
      name: 'inventory',
      folder: 'inventory',
      description: 'Uploads of inventory agents',
      // An upload unpacks to 64 MiB at most, and is held as bytes and as text.
      memoryMb: 1024,
      environment: { INVENTORIES_BUCKET_NAME, INVENTORIES_QUEUE_URL },
    })
    const onInventory = door({
      id: 'OnInventory',
      name: 'onInventory',
      folder: 'on-inventory',
      description: 'Reads inventories and records what changed',
      memoryMb: 1024,
      environment: { INVENTORIES_BUCKET_NAME, LIVE_ENDPOINT },
    })
    const machineChanges = door({
      id: 'MachineChanges',
      name: 'machineChanges',
      folder: 'machine-changes',
      description: 'Tells the index which machines changed',
      memoryMb: 512,
      environment: { TERMS_QUEUE_URL },
    })
    const indexTerms = door({
      id: 'IndexTerms',
      name: 'indexTerms',
      folder: 'index-terms',
      description: 'Keeps the index by which groups and searches find machines',
      // A batch holds the values of 500 machines, and a whole processor begins here.
      memoryMb: 1769,
      environment: { INVENTORIES_BUCKET_NAME, TERMS_QUEUE_URL },
      asksItself: true,
    })
    this.live = door({
      id: 'Live',
      name: 'live',
      folder: 'live',
      description: 'WebSocket connections of consoles and edge launchers',
      memoryMb: 512,
      environment: { LIVE_ENDPOINT, CONSOLE_ORIGINS: consoleOrigins.join(',') },
    })
    const expand = door({
      id: 'Expand',
      name: 'expand',
      folder: 'expand',
      description: 'Makes the executions of a deployment',
      memoryMb: 512,
      environment: { ALARMS_QUEUE_URL },
    })
    const onAlarm = door({
      id: 'OnAlarm',
      name: 'onAlarm',
      folder: 'on-alarm',
      description: 'Starts what is due in a deployment',
      memoryMb: 512,
      environment: { ...armsAlarms, EXPAND_QUEUE_URL, LIVE_ENDPOINT },
    })
    const onReport = door({
      id: 'OnReport',
      name: 'onReport',
      folder: 'on-report',
      description: 'Records what edge launchers report',
      memoryMb: 512,
      environment: {},
    })
    const progress = door({
      id: 'Progress',
      name: 'progress',
      folder: 'progress',
      description: 'Counts, arms the next alarm, tells who watches',
      memoryMb: 512,
      environment: { ...armsAlarms, LIVE_ENDPOINT },
    })

    // A chunk is 1,000 executions: one at a time, few at once, so that writing them leaves room for who claims.
    messaging.expand.readBy(expand, { batchSize: 1, maxConcurrency: 5 })
    messaging.alarms.readBy(onAlarm, { batchSize: 10, maxConcurrency: 10 })
    messaging.reports.readBy(onReport, { batchSize: 10, maxConcurrency: 50 })
    // One machine's inventories may come together, and are written one after the other: few at once is fast enough.
    messaging.inventories.readBy(onInventory, { batchSize: 10, maxConcurrency: 20 })
    // The more machines a batch has, the fewer writes each costs. A chunk has one writer at a time: two are enough, and the fewest that SQS allows.
    messaging.terms.readBy(indexTerms, { batchSize: 500, maxConcurrency: 2, gatherSeconds: 1 })
    this.countFrom(reached, progress, notify)
    this.tellFrom(reached, machineChanges)
    this.watchNewMachines([this.inventory, this.edgeApi, onInventory], notify)
  }

  /** What these functions log when they refuse a machine that nobody knew: a roll-out, or somebody who invents devices. */
  private watchNewMachines(doors: readonly ProductFunction[], notify: ITopic): void {
    const [namespace, name] = ['Pulse', 'TooManyNewMachines']
    for (const door of doors)
      new MetricFilter(door, 'TooManyNew', {
        logGroup: door.logGroup,
        filterPattern: FilterPattern.stringValue('$.message', '=', 'too many new machines'),
        metricNamespace: namespace,
        metricName: name,
        metricValue: '1',
      })
    new RunbookAlarm(this, 'NewMachines', {
      metric: new Metric({ namespace, metricName: name, period: Duration.minutes(5), statistic: 'Sum' }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      meaning: 'Inventories of a site speak of more new machines than it may have within an hour: a roll-out, or forged devices.',
      section: 'new-machines',
      notify,
    })
  }

  /** Gives `machine-changes` what is written about machines, whoever writes it: nobody has to remember to say so. */
  private tellFrom({ storage, messaging }: Reached, machineChanges: ProductFunction): void {
    machineChanges.function.addEventSource(
      new DynamoEventSource(storage.mainTable, {
        ...inOrder,
        onFailure: new SqsDlq(messaging.untold),
        filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.or('MACHINE', 'INVENTORY') } } } })],
      }),
    )
  }

  /** Gives `progress` the changes of executions, in order. */
  private countFrom({ storage, messaging }: Reached, progress: ProductFunction, notify: ITopic): void {
    progress.function.addEventSource(
      new DynamoEventSource(storage.executionsTable, {
        ...inOrder,
        onFailure: new SqsDlq(messaging.uncounted),
        filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('E#') } } } })],
      }),
    )
    new RunbookAlarm(this, 'ProgressLag', {
      metric: progress.function.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: Duration.minutes(5).toMilliseconds(),
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      meaning: 'Counters and live displays are more than 5 minutes behind what edge launchers have reported.',
      section: 'progress-lag',
      notify,
    })
  }
}
