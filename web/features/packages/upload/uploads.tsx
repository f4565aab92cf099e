'use client'
/** Uploads under way: they go on while the person looks at other pages, and are found again on the package's page. */
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../../api/provider.tsx'
import { useNotices } from '../../shell/notices.tsx'
import type { Dropped } from './collect.ts'
import { hashFile } from './hash-file.ts'
import { sendByXhr } from './send-file.ts'
import { type Progress, UploadFailed, type UploadPorts, uploadPackage } from './upload-package.ts'

export type UploadJob =
  | { readonly kind: 'running'; readonly progress: Progress | null; readonly stop: () => void }
  | { readonly kind: 'failed'; readonly error: unknown; readonly again: () => void }

type Uploads = {
  readonly jobs: ReadonlyMap<string, UploadJob>
  readonly begin: (item: { readonly id: string; readonly label: string; readonly command: string }, files: readonly Dropped[]) => void
}

const UploadsContext = createContext<Uploads | null>(null)

/** Progress is shown at most this often; a thousand small files would redraw the page for each. */
const redrawMs = 100

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })

export const UploadsProvider = ({ children }: { readonly children: ReactNode }) => {
  const t = useTranslations('upload')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const [jobs, setJobs] = useState<ReadonlyMap<string, UploadJob>>(new Map())
  const running = useRef(new Map<string, AbortController>())

  const put = useCallback((id: string, job: UploadJob | null) => {
    setJobs((before) => {
      const after = new Map(before)
      if (job) after.set(id, job)
      else after.delete(id)
      return after
    })
  }, [])
  const begin: Uploads['begin'] = useCallback(
    function beginUpload(item, files) {
      if (running.current.has(item.id)) return
      const controller = new AbortController()
      running.current.set(item.id, controller)
      const stop = () => controller.abort(new Error('stopped'))
      const params = { id: item.id }
      const ports: UploadPorts = {
        hash: hashFile,
        declare: async (body, signal) => (await api.call(routes.addPackageFiles, { params, body }, { signal })).uploads,
        send: sendByXhr,
        complete: (signal) => api.call(routes.completePackage, { params }, { signal }),
        pause,
      }
      let drawnAt = 0
      const onProgress = (progress: Progress) => {
        if (Date.now() - drawnAt < redrawMs && progress.done < progress.total) return
        drawnAt = Date.now()
        put(item.id, { kind: 'running', progress, stop })
      }
      put(item.id, { kind: 'running', progress: null, stop })
      uploadPackage(ports, { files, command: item.command, onProgress, signal: controller.signal })
        .then(() => {
          put(item.id, null)
          tell({ type: 'success', text: t('ready', { label: item.label }) })
        })
        .catch((error: unknown) => {
          controller.abort(error)
          put(
            item.id,
            error instanceof Error && error.message === 'stopped' && !(error instanceof UploadFailed)
              ? null
              : { kind: 'failed', error, again: () => beginUpload(item, files) },
          )
        })
        .finally(() => {
          running.current.delete(item.id)
          void client.invalidateQueries({ queryKey: [routes.listPackages.path] })
          void client.invalidateQueries({ queryKey: [routes.getPackage.path, item.id] })
        })
    },
    [api, client, put, t, tell],
  )

  const busy = [...jobs.values()].some(({ kind }) => kind === 'running')
  useEffect(() => {
    if (!busy) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [busy])
  const value = useMemo(() => ({ jobs, begin }), [jobs, begin])
  return <UploadsContext value={value}>{children}</UploadsContext>
}

export const useUploads = (): Uploads => {
  const uploads = useContext(UploadsContext)
  if (!uploads) throw new Error('UploadsProvider is missing')
  return uploads
}
