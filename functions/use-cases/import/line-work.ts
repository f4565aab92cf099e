/** What a line asks to be written. */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import type { ImportOutcome } from '#shared/contracts/machine-import.ts'
import type { MachineRecord } from '../../adapters/records.ts'
import type { Checked } from './check-lines.ts'

/** A line that may be written. */
export type Work = Checked & { readonly entity: string; readonly record: InventoryRecord | null; readonly change: Partial<MachineRecord> }

/** What the list says of a machine that is there. What it does not mention stays. */
export const changeOf = ({ wanted, present }: Checked): Partial<MachineRecord> => {
  const [address = '', ...others] = wanted.addresses
  const said: Partial<MachineRecord> = {
    name: wanted.name,
    address,
    addressBy: 'hand',
    ...(others.length > 0 ? { addresses: others } : {}),
    ...(wanted.macs.length > 0 ? { macs: wanted.macs } : {}),
    ...(wanted.sshUser === undefined ? {} : { user: wanted.sshUser }),
    ...(wanted.sshPort === undefined ? {} : { port: wanted.sshPort }),
    ...(wanted.keyName === undefined ? {} : { keyName: wanted.keyName }),
    ...(wanted.tag === undefined ? {} : { tag: wanted.tag }),
    ...(wanted.externalId === undefined ? {} : { externalId: wanted.externalId }),
  }
  const isNews = ([field, value]: [string, unknown]): boolean => JSON.stringify(Reflect.get(present ?? {}, field)) !== JSON.stringify(value)
  return Object.fromEntries(Object.entries(said).filter(isNews))
}

export const movesEntity = ({ present, entityId }: Checked): boolean =>
  present !== null && entityId !== null && (present.entityId !== entityId || present.entityBy !== 'hand')

export const outcomeOf = (work: Work): ImportOutcome =>
  work.present === null ? 'created' : Object.keys(work.change).length > 0 || movesEntity(work) || work.record ? 'changed' : 'unchanged'
