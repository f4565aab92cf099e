'use client'
/** The saved rules, for the computers that are already there: in parts, with how far it has come. */
import Button from '@cloudscape-design/components/button'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { useNotices } from '../shell/notices.tsx'

type Count = { readonly looked: number; readonly moved: number }
const nothing: Count = { looked: 0, moved: 0 }

/** `disabled`: the rules on the page are not those that are saved. */
export const ApplyRules = ({ disabled }: { readonly disabled: boolean }) => {
  const t = useTranslations('entityRules')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const [isOpen, setOpen] = useState(false)
  const [count, setCount] = useState(nothing)
  const apply = async () => {
    let so: Count = nothing
    setCount(so)
    try {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const answer: Count & { nextCursor: string | null } = await api.call(routes.applyEntityRules, {
          query: cursor === undefined ? {} : { cursor },
        })
        so = { looked: so.looked + answer.looked, moved: so.moved + answer.moved }
        setCount(so)
        cursor = answer.nextCursor
      }
    } finally {
      await client.invalidateQueries({ queryKey: [routes.listMachines.path] })
    }
    tell({ type: 'success', text: t('applied', so) })
  }
  return (
    <>
      <Button
        disabled={disabled}
        onClick={() => {
          setCount(nothing)
          setOpen(true)
        }}
      >
        {t('apply')}
      </Button>
      {isOpen && (
        <Confirm title={t('applyTitle')} action={t('apply')} onConfirm={apply} onClose={() => setOpen(false)}>
          <p>{t('applyHelp')}</p>
          {count.looked > 0 && <p aria-live="polite">{t('applying', count)}</p>}
        </Confirm>
      )}
    </>
  )
}
