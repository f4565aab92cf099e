'use client'
/** One criterion: the module, the field, how it compares, the value. */
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Criterion, comparisons, type ShownCriterion } from '#shared/contracts/groups.ts'
import { type TermField, termFieldNames } from '#shared/domain/inventory/terms.ts'
import { type Faults, useFaultTexts } from '../../ui/use-faults.ts'
import { otherFields, typeOf, usualFields } from './criteria.ts'
import { type CriterionDraft, criterionOf, draftOf } from './criterion-draft.ts'
import { GroupSelect } from './group-select.tsx'
import styles from './groups.module.css'
import { SizeField } from './size-field.tsx'
import { SecondField, ValueField } from './value-field.tsx'

type Props = {
  /** What is edited; null: a new one. */
  readonly criterion: ShownCriterion | null
  /** Its number. */
  readonly number: number
  /** The group that is edited: it is not made of itself. */
  readonly groupId?: string | undefined
  readonly onDone: (criterion: ShownCriterion) => void
  readonly onCancel: (() => void) | null
}

export const CriterionEditor = ({ criterion, number, groupId, onDone, onCancel }: Props) => {
  const t = useTranslations('groupForm')
  const names = useTranslations('inventoryFields')
  const texts = useFaultTexts()
  const [draft, setDraft] = useState(() => draftOf(criterion))
  const [faults, setFaults] = useState<Faults>({})
  const set = (change: Partial<CriterionDraft>) => {
    setDraft((before) => ({ ...before, ...change }))
    setFaults({})
  }
  const kind = typeOf(draft.field)
  const optionOf = (field: TermField): SelectProps.Option => ({ value: field, label: names(field), description: field })
  const fieldOptions = [
    { label: t('usualFields'), options: usualFields.map(optionOf) },
    { label: t('otherFields'), options: otherFields.map(optionOf) },
  ]
  const comparisonOptions = comparisons.map((value) => ({ value, label: t(value) }))
  const done = () => {
    const made = criterionOf(draft)
    if (made.module === 'dyngroup' && made.groupId === '') return setFaults({ groupId: t('chooseGroup') })
    const checked = Criterion.safeParse(
      made.module === 'inventory' ? made : { module: made.module, field: made.field, groupId: made.groupId },
    )
    if (!checked.success) return setFaults(texts.ofParse(checked.error))
    onDone(made.module === 'inventory' && checked.data.module === 'inventory' ? checked.data : made)
    if (criterion === null) set({ value: '', second: '', groupId: '', groupName: '' })
  }
  return (
    <SpaceBetween size="s">
      <SegmentedControl
        label={t('module')}
        selectedId={draft.module}
        options={[
          { id: 'inventory', text: t('inventoryModule') },
          { id: 'dyngroup', text: t('dyngroupModule') },
        ]}
        onChange={({ detail }) => set({ module: detail.selectedId === 'dyngroup' ? 'dyngroup' : 'inventory' })}
      />
      <div className={styles['fields']}>
        {draft.module === 'dyngroup' ? (
          <FormField label={t('groupName')} errorText={faults['groupId'] ?? ''} stretch>
            <GroupSelect
              value={draft.groupId}
              name={draft.groupName}
              {...(groupId === undefined ? {} : { except: groupId })}
              onChange={(id, name) => set({ groupId: id, groupName: name })}
            />
          </FormField>
        ) : (
          <>
            <FormField label={t('field')} errorText={faults['field'] ?? ''} stretch>
              <Select
                options={fieldOptions}
                selectedOption={optionOf(draft.field)}
                filteringType="auto"
                expandToViewport
                onChange={({ detail }) => {
                  const field = termFieldNames.find((one) => one === detail.selectedOption.value)
                  if (field) set({ field, comparison: typeOf(field) === 'number' ? 'at-least' : 'equals', value: '', second: '' })
                }}
              />
            </FormField>
            {kind === 'number' && (
              <FormField label={t('comparison')} errorText={faults['comparison'] ?? ''} stretch>
                <Select
                  options={comparisonOptions}
                  selectedOption={comparisonOptions.find(({ value }) => value === draft.comparison) ?? null}
                  expandToViewport
                  onChange={({ detail }) => set({ comparison: comparisons.find((one) => one === detail.selectedOption.value) ?? 'equals' })}
                />
              </FormField>
            )}
            <FormField label={t('value')} errorText={faults['value'] ?? ''} constraintText={kind === 'number' ? '' : t('wildcard')} stretch>
              {kind === 'number' ? (
                <SizeField draft={draft} onChange={set} fault={faults['value'] ?? ''} />
              ) : (
                <ValueField field={draft.field} value={draft.value} fault={faults['value'] ?? ''} onChange={(value) => set({ value })} />
              )}
            </FormField>
            {kind === 'pair' && (
              <FormField label={t(draft.field === 'Software/Products' ? 'version' : 'second')} errorText={faults['second'] ?? ''} stretch>
                <SecondField
                  field={draft.field}
                  first={draft.value}
                  value={draft.second}
                  fault={faults['second'] ?? ''}
                  onChange={(second) => set({ second })}
                />
              </FormField>
            )}
          </>
        )}
      </div>
      <SpaceBetween direction="horizontal" size="xs">
        <Button formAction="none" onClick={done}>
          {criterion === null ? t('addCriterion') : t('saveCriterion', { number })}
        </Button>
        {onCancel && (
          <Button variant="link" formAction="none" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </SpaceBetween>
    </SpaceBetween>
  )
}
