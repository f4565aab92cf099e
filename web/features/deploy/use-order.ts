'use client'
/**
 * The order as it stands in the form: checked by the contract at each keystroke, asked of the service after a pause
 * ("what would this do?"), and sent once. Faults land at their fields, whoever found them.
 */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { type CheckedDeployment, CreateDeployment } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { isPassing } from '../../api/problem.ts'
import { useApi } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { type Faults, useFaultTexts } from '../../ui/use-faults.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { useNotices } from '../shell/notices.tsx'
import { repeatKey } from './repeat-key.ts'

export type Order = {
  readonly faults: Faults
  /** What it would do; null while that is not known. */
  readonly checked: CheckedDeployment | null
  readonly checking: boolean
  /** What went wrong as a whole; null when nothing did. */
  readonly error: unknown
  readonly busy: boolean
  /** Something is wrong in the form, and the person has tried to send it. */
  readonly wrong: boolean
  /** false: something is wrong in the form, and now it shows. */
  readonly examine: () => boolean
  /** Sends it and goes to its page. */
  readonly send: () => Promise<void>
}

/** `shownAtOnce`: fields whose faults are worth showing before anything is sent. */
export const useOrder = (body: unknown, shownAtOnce: (field: string) => boolean): Order => {
  const t = useTranslations('deploy')
  const api = useApi()
  const client = useQueryClient()
  const router = useRouter()
  const paths = usePaths()
  const texts = useFaultTexts()
  const { tell } = useNotices()
  const keyFor = useRef(repeatKey(() => crypto.randomUUID()))
  const [examined, setExamined] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<{ readonly of: string; readonly error: unknown } | null>(null)

  const text = JSON.stringify(body)
  const settled = useSettled(text)
  const parsed = CreateDeployment.safeParse(body)
  const check = useQuery({
    queryKey: [routes.checkDeployment.path, null, settled],
    queryFn: ({ signal }) => api.call(routes.checkDeployment, { body: JSON.parse(settled) }, { signal }),
    enabled: settled === text && parsed.success,
    placeholderData: keepPreviousData,
    retry: (failures, error) => failures < 2 && isPassing(error),
    staleTime: 15_000,
  })

  const refused = check.error && settled === text && parsed.success ? texts.ofProblem(check.error) : {}
  const sent = refusal?.of === text ? texts.ofProblem(refusal.error) : {}
  const local = parsed.success ? {} : texts.ofParse(parsed.error)
  const shown = examined ? local : Object.fromEntries(Object.entries(local).filter(([field]) => shownAtOnce(field)))
  const failed =
    refusal?.of === text ? refusal.error : check.error && settled === text && Object.keys(refused).length === 0 ? check.error : null

  return {
    faults: { ...refused, ...sent, ...shown },
    checked: parsed.success && !check.error ? (check.data ?? null) : null,
    checking: parsed.success && (check.isFetching || settled !== text),
    error: failed !== null && Object.keys(texts.ofProblem(failed)).length === 0 ? failed : null,
    busy,
    wrong: examined && !parsed.success,
    examine: () => {
      setExamined(true)
      return parsed.success
    },
    send: async () => {
      if (!parsed.success) return
      setBusy(true)
      setRefusal(null)
      try {
        // Pressing twice, or again after a connection that broke, makes one deployment.
        const made = await api.call(routes.createDeployment, { body: parsed.data }, { idempotencyKey: keyFor.current(parsed.data) })
        await client.invalidateQueries({ queryKey: [routes.listDeployments.path] })
        tell({ type: 'success', text: t('launched', { name: made.name, count: made.machines }) })
        router.push(paths.deployment(made.id))
      } catch (error) {
        setRefusal({ of: text, error })
        setBusy(false)
      }
    },
  }
}
