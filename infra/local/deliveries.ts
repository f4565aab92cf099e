/** What a schedule's target gets when it is due, in the name of the schedule's role. */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { LocalFunction } from './functions/function.ts'
import { decide } from './permissions/policy.ts'
import type { PermissionRecord } from './permissions/record.ts'
import type { Delivery } from './scheduler/server.ts'
import { statementsOfRole } from './template/roles.ts'
import type { Stack } from './template/stack.ts'

/** Throws when the role may not, or the target did not take it: the scheduler then tries again. */
export const deliverSchedule = async (
  { targetArn, roleArn, input }: Delivery,
  outside: {
    stack: Stack
    sqs: SQSClient
    queueUrl: (name: string) => string
    functionOf: (arn: string) => LocalFunction
    record: PermissionRecord
  },
): Promise<void> => {
  const service = targetArn.split(':')[2]
  const action = service === 'sqs' ? 'sqs:SendMessage' : 'lambda:InvokeFunction'
  const { allowed } = decide(statementsOfRole(outside.stack, roleArn), { action, resource: targetArn })
  outside.record.add({ function: roleArn.split('/').at(-1) ?? roleArn, action, resource: targetArn, allowed })
  if (!allowed) throw new Error(`the role ${roleArn} does not allow ${action} on ${targetArn}`)
  if (service === 'sqs') {
    await outside.sqs.send(new SendMessageCommand({ QueueUrl: outside.queueUrl(targetArn.split(':').at(-1) ?? ''), MessageBody: input }))
    return
  }
  const invocation = await outside.functionOf(targetArn).invoke(JSON.parse(input))
  if (invocation.kind === 'error') throw new Error(invocation.error.errorMessage)
}
