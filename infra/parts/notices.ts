import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

/** Where alarms go: a topic, and the administrator's mailbox when it is known. */
export class Notices extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, { administratorEmail }: { readonly administratorEmail: string | undefined }) {
    super(scope, id)
    this.topic = new Topic(this, 'Topic', { displayName: 'Pulse Cloud alarms', enforceSSL: true })
    // A policy of our own replaces AWS's default, under which alarms of the account may publish: say it again.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
    if (administratorEmail) this.topic.addSubscription(new EmailSubscription(administratorEmail))
  }
}
