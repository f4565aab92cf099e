import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { DeadLetters } from '../constructs/dead-letters.ts'
import { WorkQueue } from '../constructs/work-queue.ts'
import { timeoutSeconds } from './limits.ts'

/** What is buffered inside the cloud. Every queue is standard: messages may repeat and overtake. */
export class Messaging extends Construct {
  readonly expand: WorkQueue
  readonly alarms: WorkQueue
  readonly reports: WorkQueue
  readonly inventories: WorkQueue
  readonly terms: WorkQueue
  /** Stream records that `progress` could not count. */
  readonly uncounted: Queue
  /** Stream records that `machine-changes` could not pass on. */
  readonly untold: Queue

  constructor(scope: Construct, id: string, { notify }: { readonly notify: ITopic }) {
    super(scope, id)
    this.expand = new WorkQueue(this, 'Expand', {
      handlerTimeoutSeconds: timeoutSeconds.expand,
      section: 'expand',
      meaning: 'Executions of a deployment could not be made: it stays in preparation.',
      notify,
    })
    this.alarms = new WorkQueue(this, 'Alarms', {
      handlerTimeoutSeconds: timeoutSeconds.onAlarm,
      section: 'alarms',
      meaning: 'A deployment could not be looked at: what is due in it does not start.',
      notify,
    })
    this.reports = new WorkQueue(this, 'Reports', {
      handlerTimeoutSeconds: timeoutSeconds.onReport,
      section: 'reports',
      meaning: 'A report of an edge launcher could not be recorded: a result is waiting in the dead letters.',
      notify,
    })
    this.inventories = new WorkQueue(this, 'Inventories', {
      handlerTimeoutSeconds: timeoutSeconds.onInventory,
      section: 'inventories',
      meaning: 'An inventory could not be recorded: its upload is in the bucket, its message waits in the dead letters.',
      notify,
    })
    this.terms = new WorkQueue(this, 'Terms', {
      handlerTimeoutSeconds: timeoutSeconds.indexTerms,
      section: 'terms',
      meaning: 'The index of terms does not know what changed on a machine: groups and searches are behind for it.',
      notify,
    })
    this.uncounted = new DeadLetters(this, 'Uncounted', {
      section: 'progress',
      meaning: 'Changes of executions could not be counted: the counters of a deployment are wrong.',
      notify,
    }).queue
    this.untold = new DeadLetters(this, 'Untold', {
      section: 'machine-changes',
      meaning: 'The index of terms was not told of machines that changed: groups and searches are behind for them.',
      notify,
    }).queue
  }
}
