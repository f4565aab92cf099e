import type { ClockSettings } from '../adapters/clock.ts'

/** The clock's settings, from a function's environment. */
export const clockSettings = (config: {
  SCHEDULE_GROUP_NAME: string
  SCHEDULE_ROLE_ARN: string
  ALARMS_QUEUE_ARN: string
  ALARMS_DEAD_LETTER_ARN: string
}): ClockSettings => ({
  groupName: config.SCHEDULE_GROUP_NAME,
  roleArn: config.SCHEDULE_ROLE_ARN,
  queueArn: config.ALARMS_QUEUE_ARN,
  deadLetterArn: config.ALARMS_DEAD_LETTER_ARN,
})
