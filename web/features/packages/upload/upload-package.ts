/**
 * Takes the files of a pending package from the browser to the store: hash, declare, send what is missing, complete.
 * Every step may be repeated: what the store has already is not sent again, so an upload that broke is simply begun anew.
 */
import type { AddFiles, PackageFile, Upload } from '#shared/contracts/packages.ts'
import type { Dropped } from './collect.ts'
import { isExecutable } from './collect.ts'
import type { Hashed } from './hash-file.ts'
import type { SendFile } from './send-file.ts'

type Stage = 'hashing' | 'declaring' | 'sending' | 'completing'
type FileState = { readonly path: string; readonly size: number; readonly done: number; readonly finished: boolean }
export type Progress = {
  readonly stage: Stage
  /** Bytes of the stage, all files: read while hashing, in the store while sending. */
  readonly done: number
  readonly total: number
  readonly files: readonly FileState[]
}

export type UploadPorts = {
  readonly hash: (file: Blob, onBytes: (bytes: number) => void, signal: AbortSignal) => Promise<Hashed>
  readonly declare: (body: AddFiles, signal: AbortSignal) => Promise<readonly Upload[]>
  readonly send: SendFile
  readonly complete: (signal: AbortSignal) => Promise<unknown>
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

export class UploadFailed extends Error {
  readonly path: string
  /** What the store answered; null: the connection did not hold. */
  readonly status: number | null
  constructor(path: string, status: number | null) {
    super(`${path}: ${status === null ? 'the connection did not hold' : `HTTP ${status}`}`)
    this.name = 'UploadFailed'
    this.path = path
    this.status = status
  }
}

const declaredAtATime = 500
const sentAtATime = 4
const tries = 5
/** Wait before the next try, milliseconds: 1, 2, 4, 8 s. */
const waitMs = (tried: number): number => 1000 * 2 ** (tried - 1)

type Order = {
  readonly files: readonly Dropped[]
  readonly command: string
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** Uploads and completes. Rejects with an ApiProblem, an UploadFailed, or the signal's reason. */
export const uploadPackage = async (ports: UploadPorts, { files, command, onProgress, signal }: Order): Promise<void> => {
  const total = files.reduce((sum, { file }) => sum + file.size, 0)
  const states = new Map<string, FileState>(files.map(({ path, file }) => [path, { path, size: file.size, done: 0, finished: false }]))
  const tell = (stage: Stage) => {
    const all = [...states.values()]
    onProgress({ stage, done: all.reduce((sum, { done }) => sum + done, 0), total, files: all })
  }
  const mark = (path: string, size: number, done: number, finished: boolean) =>
    states.set(path, { path, size, done: Math.min(done, size), finished })

  const declared: PackageFile[] = []
  for (const { path, file } of files) {
    let read = 0
    const { sha256, firstBytes } = await ports.hash(
      file,
      (bytes) => {
        read += bytes
        mark(path, file.size, read, false)
        tell('hashing')
      },
      signal,
    )
    mark(path, file.size, file.size, true)
    declared.push({ path, size: file.size, sha256, executable: isExecutable(path, firstBytes, command) })
  }

  for (const { path, file } of files) mark(path, file.size, 0, false)
  tell('declaring')
  const uploads: Upload[] = []
  for (let from = 0; from < declared.length; from += declaredAtATime) {
    uploads.push(...(await ports.declare({ files: declared.slice(from, from + declaredAtATime) }, signal)))
  }
  const targetOf = new Map(uploads.map((upload) => [upload.path, upload]))

  const sendOne = async ({ path, file }: Dropped) => {
    let target = targetOf.get(path)
    for (let tried = 1; target?.url; tried += 1) {
      const { url, headers } = target
      const sent = await ports.send(
        { url, headers },
        file,
        (bytes) => {
          mark(path, file.size, bytes, false)
          tell('sending')
        },
        signal,
      )
      if (sent.kind === 'sent') break
      if (tried === tries) throw new UploadFailed(path, sent.kind === 'refused' ? sent.status : null)
      mark(path, file.size, 0, false)
      tell('sending')
      await ports.pause(waitMs(tried), signal)
      // The address may have expired, and the content may have arrived after all.
      const again = declared.find((one) => one.path === path)
      if (again) target = (await ports.declare({ files: [again] }, signal)).find((upload) => upload.path === path)
    }
    mark(path, file.size, file.size, true)
    tell('sending')
  }
  const waiting = [...files]
  const sendOthers = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await sendOne(next)
  }
  tell('sending')
  await Promise.all(Array.from({ length: sentAtATime }, sendOthers))
  tell('completing')
  await ports.complete(signal)
}
