import { Duration } from 'aws-cdk-lib'
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { RunbookAlarm, type RunbookSection } from './runbook-alarm.ts'

export type DeadLettersProps = { readonly section: RunbookSection; readonly meaning: string; readonly notify: ITopic }

/** Where messages go that could not be handled, kept for 14 days, with the alarm that rings at the first. */
export class DeadLetters extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, { section, meaning, notify }: DeadLettersProps) {
    super(scope, id)
    this.queue = new Queue(this, 'Queue', { retentionPeriod: Duration.days(14), enforceSSL: true })
    new RunbookAlarm(this, 'Alarm', {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      section,
      meaning,
      notify,
    })
  }
}
