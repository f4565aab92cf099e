/** The clock of deployments: a group of one-time schedules, and the role with which they ring the queue of alarms. */
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export class Scheduling extends Construct {
  readonly group: ScheduleGroup
  readonly role: Role

  constructor(scope: Construct, id: string, props: { alarms: Queue; deadLetters: Queue }) {
    super(scope, id)
    this.group = new ScheduleGroup(this, 'Deployments')
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') })
    props.alarms.grantSendMessages(this.role)
    props.deadLetters.grantSendMessages(this.role)
  }
}
