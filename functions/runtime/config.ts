/** Configuration: one schema per function, read once, naming everything that is missing or wrong. */
import * as z from 'zod'

const text = z.string().min(1)

const common = z.object({ TABLE_NAME: text, EXECUTIONS_TABLE_NAME: text, PULSE_VERSION: text })
const clock = z.object({
  ALARMS_QUEUE_URL: z.url(),
  ALARMS_QUEUE_ARN: text,
  ALARMS_DEAD_LETTER_ARN: text,
  SCHEDULE_GROUP_NAME: text,
  SCHEDULE_ROLE_ARN: text,
  LIVE_ENDPOINT: z.url(),
})

const inventories = z.object({ INVENTORIES_BUCKET_NAME: text, INVENTORIES_QUEUE_URL: z.url() })

export const ApiConfig = common.extend(inventories.shape).extend({
  PACKAGES_BUCKET_NAME: text,
  EXPAND_QUEUE_URL: z.url(),
  ALARMS_QUEUE_URL: z.url(),
  LIVE_ENDPOINT: z.url(),
  AUDIT_TABLE_NAME: text,
  // Absent: people log in with the organisation's own provider, which keeps the accounts.
  USER_POOL_ID: text.optional(),
  FIRST_ADMINISTRATOR: text.optional(),
})
export const EdgeApiConfig = common
  .extend(inventories.shape)
  .extend({ PACKAGES_BUCKET_NAME: text, REPORTS_QUEUE_URL: z.url(), LIVE_ENDPOINT: z.url() })
export const InventoryConfig = common.extend(inventories.shape)
export const OnInventoryConfig = common.extend({ INVENTORIES_BUCKET_NAME: text, LIVE_ENDPOINT: z.url() })
export const MachineChangesConfig = common.extend({ TERMS_QUEUE_URL: z.url() })
export const IndexTermsConfig = common.extend({ INVENTORIES_BUCKET_NAME: text, TERMS_QUEUE_URL: z.url() })
export const ExpandConfig = common.extend({ ALARMS_QUEUE_URL: z.url() })
export const OnAlarmConfig = common.extend(clock.shape).extend({ EXPAND_QUEUE_URL: z.url() })
export const OnReportConfig = common
export const ProgressConfig = common.extend(clock.shape)
export const LiveConfig = common.extend({
  LIVE_ENDPOINT: z.url(),
  CONSOLE_ORIGINS: text.transform((list) => list.split(',').map((origin) => origin.trim())),
})

/** Throws one error that names every variable at fault. */
export const readConfig = <T extends z.ZodType>(schema: T, environment: Record<string, string | undefined> = process.env): z.output<T> => {
  const parsed = schema.safeParse(environment)
  if (parsed.success) return parsed.data
  throw new Error(`environment: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`)
}
