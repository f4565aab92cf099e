/** What each list of an inventory shows, column by column. Pure: words are keys of the room `inventory`. */
import type { InventorySections } from '#shared/contracts/inventory.ts'
import type { EntryOf, ListSection } from '#shared/domain/inventory/entries.ts'
import type en from '../../messages/en.json'
import type { Amounts } from './amounts.ts'

export type Word = keyof (typeof en)['inventory']
/** Amounts, and the words that stand in cells. */
export type Say = Amounts & { readonly word: (key: Word) => string }

export type Column<T> = {
  readonly label: Word
  /** null: the agent did not say. */
  readonly text: (entry: T, say: Say) => string | null
  /** By what the column is sorted where its text would sort wrongly. */
  readonly order?: (entry: T) => number | string | null
}

const yesOrNo = (is: boolean | null, say: Say): string | null => (is === null ? null : say.word(is ? 'yes' : 'no'))

export const processorColumns: readonly Column<InventorySections['hardware']['processors'][number]>[] = [
  { label: 'processor', text: ({ name }) => name },
  { label: 'manufacturer', text: ({ manufacturer }) => manufacturer },
  { label: 'frequency', text: ({ frequencyHz }, say) => say.frequency(frequencyHz), order: ({ frequencyHz }) => frequencyHz },
  { label: 'cores', text: ({ cores }, say) => say.count(cores), order: ({ cores }) => cores },
  { label: 'threads', text: ({ threads }, say) => say.count(threads), order: ({ threads }) => threads },
  { label: 'architecture', text: ({ architecture }) => architecture },
]

export const listColumns: { readonly [S in ListSection]: readonly Column<EntryOf<S>>[] } = {
  software: [
    { label: 'program', text: ({ name }) => name },
    { label: 'version', text: ({ version }) => version },
    { label: 'publisher', text: ({ publisher }) => publisher },
    { label: 'installedOn', text: ({ installedOn }, say) => say.day(installedOn), order: ({ installedOn }) => installedOn },
    { label: 'size', text: ({ sizeBytes }, say) => say.size(sizeBytes), order: ({ sizeBytes }) => sizeBytes },
    { label: 'architecture', text: ({ architecture }) => architecture },
    { label: 'registeredIn', text: ({ source }) => source },
  ],
  network: [
    { label: 'interface', text: ({ name }) => name },
    { label: 'addresses', text: ({ addresses }) => addresses.map(addressWithMask).join('\n') },
    { label: 'mac', text: ({ macAddress }) => macAddress },
    {
      label: 'speed',
      text: ({ speedBitsPerSecond }, say) => say.speed(speedBitsPerSecond),
      order: ({ speedBitsPerSecond }) => speedBitsPerSecond,
    },
    { label: 'isUp', text: ({ isUp }, say) => yesOrNo(isUp, say) },
    { label: 'isVirtual', text: ({ isVirtual }, say) => yesOrNo(isVirtual, say) },
    { label: 'kind', text: ({ kind }) => kind },
    { label: 'gateway', text: ({ gateway }) => gateway },
    { label: 'dhcp', text: ({ dhcpServer }) => dhcpServer },
  ],
  controllers: [
    { label: 'controller', text: ({ name }) => name },
    { label: 'manufacturer', text: ({ manufacturer }) => manufacturer },
    { label: 'kind', text: ({ kind }) => kind },
    { label: 'slot', text: ({ slot }) => slot },
    { label: 'pciId', text: ({ pciId }) => pciId },
  ],
  videos: [
    { label: 'video', text: ({ name }) => name },
    { label: 'chipset', text: ({ chipset }) => chipset },
    { label: 'memory', text: ({ memoryBytes }, say) => say.size(memoryBytes), order: ({ memoryBytes }) => memoryBytes },
    { label: 'resolution', text: ({ resolution }) => resolution },
  ],
  drives: [
    { label: 'mount', text: ({ mount }) => mount },
    { label: 'volume', text: ({ volume }) => volume },
    { label: 'volumeLabel', text: ({ label }) => label },
    { label: 'fileSystem', text: ({ fileSystem }) => fileSystem },
    { label: 'total', text: ({ totalBytes }, say) => say.size(totalBytes), order: ({ totalBytes }) => totalBytes },
    { label: 'free', text: ({ freeBytes }, say) => say.size(freeBytes), order: ({ freeBytes }) => freeBytes },
  ],
  disks: [
    { label: 'disk', text: ({ name }) => name },
    { label: 'model', text: ({ model }) => model },
    { label: 'manufacturer', text: ({ manufacturer }) => manufacturer },
    { label: 'size', text: ({ sizeBytes }, say) => say.size(sizeBytes), order: ({ sizeBytes }) => sizeBytes },
    { label: 'bus', text: ({ bus }) => bus },
    { label: 'kind', text: ({ kind }) => kind },
    { label: 'serialNumber', text: ({ serialNumber }) => serialNumber },
    { label: 'firmware', text: ({ firmware }) => firmware },
  ],
  memory: [
    { label: 'slot', text: ({ slot }) => slot },
    { label: 'size', text: ({ sizeBytes }, say) => say.size(sizeBytes), order: ({ sizeBytes }) => sizeBytes },
    { label: 'kind', text: ({ kind }) => kind },
    { label: 'frequency', text: ({ frequencyHz }, say) => say.frequency(frequencyHz), order: ({ frequencyHz }) => frequencyHz },
    { label: 'manufacturer', text: ({ manufacturer }) => manufacturer },
    { label: 'serialNumber', text: ({ serialNumber }) => serialNumber },
  ],
  printers: [
    { label: 'printer', text: ({ name }) => name },
    { label: 'driver', text: ({ driver }) => driver },
    { label: 'port', text: ({ port }) => port },
  ],
  monitors: [
    { label: 'monitor', text: ({ name }) => name },
    { label: 'manufacturer', text: ({ manufacturer }) => manufacturer },
    { label: 'serialNumber', text: ({ serialNumber }) => serialNumber },
  ],
  registry: [
    { label: 'registryName', text: ({ name }) => name },
    { label: 'registryValue', text: ({ value }) => value },
    { label: 'hive', text: ({ hive }) => hive },
  ],
}

const addressWithMask = ({ address, mask }: EntryOf<'network'>['addresses'][number]): string =>
  mask === null ? address : `${address} / ${mask}`
