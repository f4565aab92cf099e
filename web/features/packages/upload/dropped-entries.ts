/** Reads what was dropped or picked, folders to their depths, into files with paths. */
import type { Dropped } from './collect.ts'

const readBatch = (reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject))
const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject))

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const filesUnder = async (entry: FileSystemEntry, path: string): Promise<readonly Dropped[]> => {
  if (isFile(entry)) return [{ path, file: await fileOf(entry) }]
  if (!isFolder(entry)) return []
  const reader = entry.createReader()
  const found: Dropped[] = []
  // A browser hands a folder over in batches, an empty one last.
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
    for (const child of batch) found.push(...(await filesUnder(child, `${path}/${child.name}`)))
  }
  return found
}

/** Files of a drop. Must be called inside the event: the browser takes the items away afterwards. */
export const filesOfDrop = (transfer: DataTransfer): Promise<readonly Dropped[]> => {
  const items = [...transfer.items]
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const loose = [...transfer.files].map((file) => ({ path: file.name, file }))
  if (entries.length === 0) return Promise.resolve(loose)
  return Promise.all(entries.map((entry) => filesUnder(entry, entry.name))).then((found) => found.flat())
}

/** Files of an `<input type="file">`, with the folder's name in front when a folder was picked. */
export const filesOfInput = (input: HTMLInputElement): readonly Dropped[] =>
  [...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
