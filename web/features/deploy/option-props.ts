import type { Faults } from '../../ui/use-faults.ts'
import type { DeployValues } from './values.ts'

/** What each group of options is given. Faults are named `options.attempts` and the like. */
export type OptionProps = {
  readonly values: DeployValues
  readonly onValues: (values: DeployValues) => void
  readonly faults: Faults
}

export const setterOf =
  ({ values, onValues }: OptionProps) =>
  <K extends keyof DeployValues>(name: K, value: DeployValues[K]): void =>
    onValues({ ...values, [name]: value })
