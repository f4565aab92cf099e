'use client'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { isSize, isSizeUnit, sizeUnits } from './criteria.ts'
import type { CriterionDraft } from './criterion-draft.ts'
import styles from './groups.module.css'

type Props = {
  readonly draft: CriterionDraft
  readonly onChange: (change: Partial<CriterionDraft>) => void
  readonly fault: string
}

/** A number; of a size with its unit, for nobody counts bytes. */
export const SizeField = ({ draft, onChange, fault }: Props) => {
  const t = useTranslations('groupForm')
  const options = Object.keys(sizeUnits).map((value) => ({ value, label: isSizeUnit(value) ? t(value) : value }))
  return (
    <div className={styles['row']}>
      <div className={styles['grows']}>
        <Input
          value={draft.value}
          inputMode="decimal"
          autoComplete={false}
          ariaLabel={t('value')}
          invalid={fault !== ''}
          onChange={({ detail }) => onChange({ value: detail.value })}
        />
      </div>
      {isSize(draft.field) && (
        <Select
          ariaLabel={t('unit')}
          options={options}
          selectedOption={options.find(({ value }) => value === draft.unit) ?? null}
          expandToViewport
          onChange={({ detail }) => {
            const { value = '' } = detail.selectedOption
            if (isSizeUnit(value)) onChange({ unit: value })
          }}
        />
      )}
    </div>
  )
}
