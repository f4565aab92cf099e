'use client'
import { useState } from 'react'
import { type ImportedGroup, ImportGroup } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { TermField } from '#shared/domain/inventory/terms.ts'
import { useApi } from '../../api/provider.tsx'
import { type Faults, useFaultTexts } from '../../ui/use-faults.ts'
import type { GroupValues } from './group-fields.tsx'
import { decoded, type ReadValues, readValues } from './read-values.ts'
import { useGroupSaved } from './use-group-saved.ts'

type Chosen = { readonly file: File; readonly read: ReadValues }

/** A file of values: looked at when it is chosen, made into a group when the person says so. */
export const useGroupImport = () => {
  const api = useApi()
  const saved = useGroupSaved()
  const texts = useFaultTexts()
  const [values, setValues] = useState<GroupValues>({ name: '', description: '', visible: false })
  const [field, setField] = useState<TermField>('Machine/Name')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [looked, setLooked] = useState<ImportedGroup | null>(null)
  const [faults, setFaults] = useState<Faults>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const ask = async (body: unknown): Promise<ImportedGroup | null> => {
    const checked = ImportGroup.safeParse(body)
    setError(null)
    setFaults(checked.success ? {} : texts.ofParse(checked.error))
    if (!checked.success) return null
    setBusy(true)
    try {
      return await api.call(routes.importGroup, { body: checked.data })
    } catch (failure) {
      const found = texts.ofProblem(failure)
      setFaults(found)
      if (!Object.keys(found).some((name) => name === 'name' || name === 'description')) setError(failure)
      return null
    } finally {
      setBusy(false)
    }
  }
  const look = async (next: Chosen | null, wanted: TermField) => {
    setLooked(null)
    setError(null)
    if (next?.read.kind === 'values') setLooked(await ask({ field: wanted, values: next.read.values, check: true }))
  }
  return {
    values,
    change: (some: Partial<GroupValues>) => setValues((before) => ({ ...before, ...some })),
    field,
    file: chosen?.file ?? null,
    lines: chosen?.read.kind === 'values' ? chosen.read.filled : 0,
    fault: chosen?.read.kind === 'fault' ? chosen.read.fault : null,
    looked,
    faults,
    error,
    busy,
    choose: async (file: File | null) => {
      const next = file && { file, read: readValues(decoded(await file.arrayBuffer())) }
      setChosen(next)
      await look(next, field)
    },
    chooseField: async (next: TermField) => {
      setField(next)
      await look(chosen, next)
    },
    create: async () => {
      if (chosen?.read.kind !== 'values') return
      const made = await ask({ ...values, field, values: chosen.read.values })
      if (made?.group) await saved(made.group)
    },
  }
}
