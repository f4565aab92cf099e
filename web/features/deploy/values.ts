/** What one types in the form for a deployment, and the options it means. Defaults are the manual's, from the contract. */
import { type afterSuccessChoices, type atClosingChoices, DeploymentOptions } from '#shared/contracts/deployments.ts'
import { type DateAndTime, instantOf, typedOf } from '../../ui/local-instant.ts'

const defaults = DeploymentOptions.parse({})

export type DeployValues = {
  readonly name: string
  readonly parameters: string
  readonly startAt: DateAndTime
  readonly endAt: DateAndTime
  readonly intervals: string
  readonly atClosing: (typeof atClosingChoices)[number]
  readonly wakeOnLan: boolean
  readonly wakeWaitMinutes: string
  readonly runScript: boolean
  readonly deleteFiles: boolean
  readonly inventory: boolean
  readonly afterSuccess: (typeof afterSuccessChoices)[number]
  readonly attempts: string
  readonly retryDelayMinutes: string
  readonly scriptTimeoutMinutes: string
  readonly maxBandwidth: string
}

export const initialValues: DeployValues = {
  name: '',
  parameters: defaults.parameters,
  startAt: typedOf(defaults.startAt),
  endAt: typedOf(defaults.endAt),
  intervals: defaults.intervals ?? '',
  atClosing: defaults.atClosing,
  wakeOnLan: defaults.wakeOnLan,
  wakeWaitMinutes: String(defaults.wakeWaitMinutes),
  runScript: defaults.runScript,
  deleteFiles: defaults.deleteFiles,
  inventory: defaults.inventory,
  afterSuccess: defaults.afterSuccess,
  attempts: String(defaults.attempts),
  retryDelayMinutes: String(defaults.retryDelayMinutes),
  scriptTimeoutMinutes: String(defaults.scriptTimeoutMinutes),
  maxBandwidth: '',
}

/** A number as people type it, with a comma or a point, and blanks between thousands; NaN for nothing, which the contract refuses. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replaceAll(/\s/g, '').replace(',', '.')))

export const optionsOf = (values: DeployValues) => ({
  parameters: values.parameters,
  wakeOnLan: values.wakeOnLan,
  // What is switched off is not shown, so what stands there cannot be a fault.
  ...(values.wakeOnLan ? { wakeWaitMinutes: numberOf(values.wakeWaitMinutes) } : {}),
  startAt: instantOf(values.startAt),
  endAt: instantOf(values.endAt),
  intervals: values.intervals.trim() === '' ? null : values.intervals,
  atClosing: values.atClosing,
  runScript: values.runScript,
  deleteFiles: values.deleteFiles,
  inventory: values.inventory,
  afterSuccess: values.afterSuccess,
  attempts: numberOf(values.attempts),
  retryDelayMinutes: numberOf(values.retryDelayMinutes),
  scriptTimeoutMinutes: numberOf(values.scriptTimeoutMinutes),
  maxBandwidth: values.maxBandwidth.trim() === '' ? null : numberOf(values.maxBandwidth),
})
