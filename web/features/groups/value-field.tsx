'use client'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import type { TermField } from '#shared/domain/inventory/terms.ts'
import { useAsk } from '../../api/provider.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { plainText } from '../log/plain-text.ts'
import { useCan } from '../session/session.tsx'

/** Fewer characters find too much: the service asks for as many. */
const fewest = 3
/** Versions of one product, and the like. */
const mostSeconds = 100

type Props = { readonly field: TermField; readonly value: string; readonly fault: string; readonly onChange: (value: string) => void }

/** A value of a field, with those that computers have, from three characters on. */
export const ValueField = ({ field, value, fault, onChange }: Props) => {
  const t = useTranslations('groupForm')
  const can = useCan()
  // What stands between two * is looked for, the longest of it.
  const parts = useSettled(value)
    .split('*')
    .map((part) => part.trim())
  const typed = parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '')
  const long = typed.length >= fewest
  const found = useAsk(
    routes.suggestFieldValues,
    { query: { field, text: typed } },
    { enabled: long && can('inventory:read'), keepPrevious: true },
  )
  const values = long ? [...new Set((found.data?.items ?? []).map((one) => one.value))] : []
  return (
    <Autosuggest
      value={value}
      ariaLabel={t('value')}
      placeholder={t('valuePlaceholder')}
      options={values.map((one) => ({ value: one, label: plainText(one) }))}
      filteringType="manual"
      enteredTextLabel={(text) => t('use', { text })}
      statusType={long && found.error ? 'error' : long && found.isFetching ? 'loading' : 'finished'}
      loadingText={t('searching')}
      errorText={t('searchFailed')}
      empty={long ? t('noSuggestion') : t('suggestionsFrom', { count: fewest })}
      invalid={fault !== ''}
      expandToViewport
      onChange={({ detail }) => onChange(detail.value)}
    />
  )
}

type SecondProps = Props & { readonly first: string }

/** The second value of a pair: of a product, its versions. */
export const SecondField = ({ field, first, value, fault, onChange }: SecondProps) => {
  const t = useTranslations('groupForm')
  const can = useCan()
  const settled = useSettled(first).trim()
  const exact = settled !== '' && !settled.includes('*')
  const found = useAsk(
    routes.countFieldValues,
    { query: { field, first: settled, limit: mostSeconds } },
    { enabled: exact && can('inventory:read') },
  )
  const values = exact ? (found.data?.items ?? []).flatMap(({ second }) => second ?? []) : []
  return (
    <Autosuggest
      value={value}
      ariaLabel={t(field === 'Software/Products' ? 'version' : 'second')}
      placeholder={t('anyValue')}
      options={values.map((one) => ({ value: one, label: plainText(one) }))}
      enteredTextLabel={(text) => t('use', { text })}
      statusType={exact && found.isFetching ? 'loading' : 'finished'}
      loadingText={t('searching')}
      empty={t('noSuggestion')}
      invalid={fault !== ''}
      expandToViewport
      onChange={({ detail }) => onChange(detail.value)}
    />
  )
}
