/** The queues between the hops. */
import { Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'

export class Messaging extends Construct {
  readonly expand: QueueWithDeadLetters
  readonly alarms: QueueWithDeadLetters
  readonly reports: QueueWithDeadLetters

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.expand = new QueueWithDeadLetters(this, 'Expand', { runbook: 'expand', visibilityTimeout: Duration.minutes(6) })
    this.alarms = new QueueWithDeadLetters(this, 'Alarms', { runbook: 'alarms', visibilityTimeout: Duration.minutes(6) })
    this.reports = new QueueWithDeadLetters(this, 'Reports', { runbook: 'reports', visibilityTimeout: Duration.minutes(3) })
  }
}
