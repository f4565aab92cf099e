import { Duration } from 'aws-cdk-lib'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { DeadLetters, type DeadLettersProps } from './dead-letters.ts'
import type { ProductFunction } from './product-function.ts'

/** How often a message is tried before it goes to the dead letters. */
const tries = 5

export type WorkQueueProps = DeadLettersProps & {
  /** Timeout of the function that reads this queue, in seconds. */
  readonly handlerTimeoutSeconds: number
}

/** `gatherSeconds`: how long messages are waited for to make a batch; AWS asks for one above ten messages. */
type Reading = { readonly batchSize: number; readonly maxConcurrency: number; readonly gatherSeconds?: number }

/** A standard queue, its dead letters and their alarm as one. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, { handlerTimeoutSeconds, ...props }: WorkQueueProps) {
    super(scope, id)
    this.deadLetters = new DeadLetters(this, 'DeadLetters', props).queue
    this.queue = new Queue(this, 'Queue', {
      // AWS's rule: six times the function's timeout, so that a throttled batch is not handed out a second time meanwhile.
      visibilityTimeout: Duration.seconds(6 * handlerTimeoutSeconds),
      retentionPeriod: Duration.days(4),
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: tries },
    })
  }

  /** Lets `reader` handle the messages; those that it names as failed come back, the others do not. */
  readBy(reader: ProductFunction, { batchSize, maxConcurrency, gatherSeconds }: Reading): void {
    reader.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        maxConcurrency,
        reportBatchItemFailures: true,
        ...(gatherSeconds !== undefined && { maxBatchingWindow: Duration.seconds(gatherSeconds) }),
      }),
    )
  }
}
