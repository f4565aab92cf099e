/** The alarm of a deployment: a delayed message within a minute, one EventBridge schedule beyond. */
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import type { AlarmMessage } from '#shared/contracts/queues.ts'
import type { Queue } from './queues.ts'

export type ClockSettings = {
  readonly groupName: string
  readonly roleArn: string
  readonly queueArn: string
  readonly deadLetterArn: string
}

/** A schedule is exact to a minute; below that a delayed message is. Milliseconds. */
const messageUpToMs = 60_000

export const clock = (scheduler: SchedulerClient, alarms: Queue, settings: ClockSettings) => ({
  needsSchedule: (at: number, now: number): boolean => at - now > messageUpToMs,
  ring: async (deploymentId: string, at: number, now: number): Promise<void> => {
    const message: AlarmMessage = { deploymentId }
    if (at - now <= messageUpToMs) return alarms.send(message, Math.max(0, Math.ceil((at - now) / 1000)))
    const schedule = {
      Name: deploymentId,
      GroupName: settings.groupName,
      // To the second, never early.
      ScheduleExpression: `at(${new Date(Math.ceil(at / 1000) * 1000).toISOString().slice(0, 19)})`,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' as const },
      ActionAfterCompletion: 'DELETE' as const,
      Target: {
        Arn: settings.queueArn,
        RoleArn: settings.roleArn,
        Input: JSON.stringify(message),
        DeadLetterConfig: { Arn: settings.deadLetterArn },
        RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
      },
    }
    try {
      await scheduler.send(new CreateScheduleCommand(schedule))
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error
      await scheduler.send(new UpdateScheduleCommand(schedule))
    }
  },
  cancel: async (deploymentId: string): Promise<void> => {
    try {
      await scheduler.send(new DeleteScheduleCommand({ Name: deploymentId, GroupName: settings.groupName }))
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  },
})
export type Clock = ReturnType<typeof clock>
