/** A queue, its dead letters, and the alarm that sends someone to the runbook: one thing. */
import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export type QueueProps = {
  /** Section of docs/runbook.md. */
  readonly runbook: string
  /** How long a consumer has; AWS advises six times the function's time limit. */
  readonly visibilityTimeout: Duration
}

export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id)
    const common = { enforceSSL: true, encryption: QueueEncryption.SQS_MANAGED }
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) })
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: props.visibilityTimeout,
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    })
    new Alarm(this, 'DeadLettersAlarm', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Messages of the queue ${id} could not be handled. docs/runbook.md#${props.runbook}`,
    })
  }
}
