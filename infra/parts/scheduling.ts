import { Stack } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import type { WorkQueue } from '../constructs/work-queue.ts'

/** One schedule per deployment that waits for an instant; each sends to the queue `alarms`. */
export class Scheduling extends Construct {
  readonly groupName: string
  readonly roleArn: string
  /** ARN pattern of the group's schedules. */
  readonly schedulesArn: string

  constructor(scope: Construct, id: string, { alarms }: { readonly alarms: WorkQueue }) {
    super(scope, id)
    const { account } = Stack.of(this)
    const group = new ScheduleGroup(this, 'Group')
    const role = new Role(this, 'Role', {
      description: 'EventBridge Scheduler sends alarms of deployments',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group.scheduleGroupArn } },
      }),
    })
    // Scheduler also uses this role to put what it could not deliver into the dead letters.
    for (const queue of [alarms.queue, alarms.deadLetters]) queue.grant(role, 'sqs:SendMessage')
    this.groupName = group.scheduleGroupName
    this.roleArn = role.roleArn
    this.schedulesArn = Stack.of(this).formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${this.groupName}/*` })
  }
}
