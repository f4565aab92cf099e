import type { Faults } from './use-faults.ts'

/** The first fault of a field or of anything in it (`macs`, `macs.1`); empty when there is none. */
export const faultUnder = (faults: Faults, field: string): string =>
  Object.entries(faults).find(([name]) => name === field || name.startsWith(`${field}.`))?.[1] ?? ''
