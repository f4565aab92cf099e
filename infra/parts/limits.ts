/** Timeouts of the functions in seconds. API Gateway gives up after 30; queues wait six times as long before they repeat. */
export const timeoutSeconds = {
  api: 29,
  edgeApi: 29,
  live: 10,
  inventory: 29,
  onInventory: 60,
  /** Shorter than a writer may hold a chunk: functions/adapters/chunk-writers.ts. */
  indexTerms: 240,
  machineChanges: 60,
  expand: 120,
  onAlarm: 60,
  onReport: 60,
  progress: 60,
} as const
