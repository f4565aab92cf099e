/** What one types in the quick deployment, and the options it means. Defaults are the manual's, from the contract. */
import { DeploymentOptions } from '#shared/contracts/deployments.ts'

const defaults = DeploymentOptions.parse({})

export type DeployValues = {
  readonly name: string
  readonly parameters: string
  readonly attempts: string
  readonly retryDelayMinutes: string
  readonly scriptTimeoutMinutes: string
  readonly runScript: boolean
  readonly deleteFiles: boolean
}

export const initialValues: DeployValues = {
  name: '',
  parameters: defaults.parameters,
  attempts: String(defaults.attempts),
  retryDelayMinutes: String(defaults.retryDelayMinutes),
  scriptTimeoutMinutes: String(defaults.scriptTimeoutMinutes),
  runScript: defaults.runScript,
  deleteFiles: defaults.deleteFiles,
}

/** A number as people type it, with a comma or a point; NaN for nothing, which the contract refuses. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))

export const optionsOf = (values: DeployValues) => ({
  parameters: values.parameters,
  attempts: numberOf(values.attempts),
  retryDelayMinutes: numberOf(values.retryDelayMinutes),
  scriptTimeoutMinutes: numberOf(values.scriptTimeoutMinutes),
  runScript: values.runScript,
  deleteFiles: values.deleteFiles,
})
