/** Messages inside the cloud, one schema a queue. Each is harmless when it comes twice. */
import * as z from 'zod'
import { Id } from './common.ts'
import { Report } from './edge.ts'

/** Queue `expand`: make the executions of one chunk of a deployment's machines. */
export const ExpandMessage = z.object({ deploymentId: Id, chunk: z.int().nonnegative() })
export type ExpandMessage = z.infer<typeof ExpandMessage>

/** Queue `alarms`: look at this deployment now. Also the input of its EventBridge schedule. */
export const AlarmMessage = z.object({ deploymentId: Id })
export type AlarmMessage = z.infer<typeof AlarmMessage>

/** Queue `reports`: one report of an edge, `edgeId` filled in from its token. */
export const ReportMessage = Report.required({ edgeId: true })
export type ReportMessage = z.infer<typeof ReportMessage>
