'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImportBody, ImportReport } from '#shared/contracts/machine-import.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../../api/provider.tsx'
import { type ReadList, readList } from './read-list.ts'

type Chosen = { readonly file: File; readonly read: ReadList }

/** A list of machines: looked at when it is chosen, written when the person says so. */
export const useImport = () => {
  const api = useApi()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [siteId, setSiteId] = useState('')
  const [report, setReport] = useState<ImportReport | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const send = async (body: ImportBody, site: string, how: { readonly dryRun: boolean; readonly partial: boolean }) => {
    setBusy(true)
    setError(null)
    try {
      const query = {
        dryRun: how.dryRun ? 'true' : 'false',
        partial: how.partial ? 'true' : 'false',
        ...(site ? { siteId: site } : {}),
      } as const
      setReport(await api.call(routes.importMachines, { query, body }))
      if (!how.dryRun) await client.invalidateQueries({ queryKey: [routes.listMachines.path] })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const look = async (next: Chosen | null, site: string) => {
    setReport(null)
    setError(null)
    if (next?.read.kind === 'list') await send(next.read.body, site, { dryRun: true, partial: false })
  }
  return {
    file: chosen?.file ?? null,
    fault: chosen?.read.kind === 'fault' ? chosen.read.fault : null,
    siteId,
    report,
    error,
    busy,
    choose: async (file: File | null) => {
      const next = file && { file, read: readList(await file.text()) }
      setChosen(next)
      await look(next, siteId)
    },
    chooseSite: async (site: string) => {
      setSiteId(site)
      await look(chosen, site)
    },
    write: async (partial: boolean) => {
      if (chosen?.read.kind === 'list') await send(chosen.read.body, siteId, { dryRun: false, partial })
    },
  }
}
