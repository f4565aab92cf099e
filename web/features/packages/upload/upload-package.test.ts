import { createHash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { hashFile } from './hash-file.ts'
import type { Sent } from './send-file.ts'
import { type Progress, UploadFailed, type UploadPorts, uploadPackage } from './upload-package.ts'

const file = (path: string, content: string) => ({ path, file: new File([content], path) })
const hashOf = (content: string) => createHash('sha256').update(content).digest('hex')
const never = new AbortController().signal

const setUp = (stored: ReadonlySet<string> = new Set(), sends: Sent[] = []) => {
  const inStore = new Set(stored)
  const declared: string[][] = []
  const sent: string[] = []
  const progress: Progress[] = []
  const ports: UploadPorts = {
    hash: hashFile,
    declare: async ({ files }) => {
      declared.push(files.map(({ path }) => path))
      return files.map(({ path, sha256 }) => ({
        path,
        sha256,
        url: inStore.has(sha256) ? null : `https://store.example/${sha256}?try=${declared.length}`,
        headers: { 'x-amz-meta': 'yes' },
        expiresAt: '2026-11-24T02:00:00.000Z',
      }))
    },
    send: async ({ url }, content, onBytes) => {
      sent.push(url)
      onBytes(content.size)
      const outcome = sends.shift() ?? { kind: 'sent' }
      if (outcome.kind === 'sent') inStore.add(hashOf(await content.text()))
      return outcome
    },
    complete: vi.fn(async () => undefined),
    pause: vi.fn(async () => undefined),
  }
  const run = (files: ReturnType<typeof file>[], signal = never) =>
    uploadPackage(ports, { files, command: './install.sh', onProgress: (step) => progress.push(step), signal })
  return { ports, run, declared, sent, progress, inStore }
}

describe('uploading a package', () => {
  it('hashes as sha256sum does, whatever the size', async () => {
    const content = 'x'.repeat(2_500_000)
    const seen: number[] = []
    const { sha256 } = await hashFile(new Blob([content]), (count) => seen.push(count), never)
    expect(sha256).toBe(hashOf(content))
    expect(seen.reduce((a, b) => a + b, 0)).toBe(content.length)
    expect((await hashFile(new Blob([]), () => undefined, never)).sha256).toBe(hashOf(''))
  })

  it('declares, sends what the store lacks, and completes', async () => {
    const { run, ports, declared, sent } = setUp(new Set([hashOf('known')]))
    await run([file('install.sh', '#!/bin/sh'), file('known.bin', 'known')])
    expect(declared).toEqual([['install.sh', 'known.bin']])
    expect(sent).toHaveLength(1)
    expect(ports.complete).toHaveBeenCalledOnce()
  })

  it('tells real bytes: read while hashing, then in the store', async () => {
    const { run, progress } = setUp()
    await run([file('a', 'x'.repeat(1000)), file('b', 'y'.repeat(3000))])
    const last = (stage: string) => progress.findLast((step) => step.stage === stage)
    expect(last('hashing')).toMatchObject({ done: 4000, total: 4000 })
    expect(progress.find((step) => step.stage === 'sending')).toMatchObject({ done: 0, total: 4000 })
    expect(last('completing')).toMatchObject({ done: 4000, total: 4000 })
  })

  it('asks for a new address after a refusal, since the old one may have expired', async () => {
    const { run, sent, declared } = setUp(new Set(), [{ kind: 'refused', status: 403 }, { kind: 'broken' }])
    await run([file('a', 'content')])
    expect(sent.map((url) => url.slice(-5))).toEqual(['try=1', 'try=2', 'try=3'])
    expect(declared).toHaveLength(3)
  })

  it('gives up after five tries, names the file, and does not complete', async () => {
    const { run, ports } = setUp(
      new Set(),
      Array.from({ length: 5 }, () => ({ kind: 'refused', status: 503 }) as const),
    )
    await expect(run([file('a', 'content')])).rejects.toMatchObject({ path: 'a', status: 503 })
    await expect(run([file('a', 'content')])).resolves.toBeUndefined()
    expect(ports.complete).toHaveBeenCalledOnce()
    expect(UploadFailed.name).toBe('UploadFailed')
  })

  it('declares more than 500 files in turns', async () => {
    const { run, declared } = setUp()
    await run(Array.from({ length: 1001 }, (_, i) => file(`f${i}`, `c${i}`)))
    expect(declared.map((turn) => turn.length)).toEqual([500, 500, 1])
  })

  it('ends when the person stops it', async () => {
    const controller = new AbortController()
    controller.abort(new Error('stopped'))
    const { run, ports } = setUp()
    await expect(run([file('a', 'content')], controller.signal)).rejects.toThrow('stopped')
    expect(ports.complete).not.toHaveBeenCalled()
  })
})
