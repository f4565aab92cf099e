'use client'
/** A static group from a file: chosen, looked at line by line, then made. */
import Container from '@cloudscape-design/components/container'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { maxImportValues } from '#shared/contracts/groups.ts'
import { type TermField, termFieldNames } from '#shared/domain/inventory/terms.ts'
import { Page } from '../shell/page.tsx'
import { otherFields, typeOf, usualFields } from './criteria.ts'
import { GroupFields } from './group-fields.tsx'
import { GroupForm, useUnderGroups } from './group-form.tsx'
import { ImportLooked } from './import-looked.tsx'
import { useGroupImport } from './use-group-import.ts'

export const ImportGroupPage = () => {
  const t = useTranslations('groupImport')
  const names = useTranslations('inventoryFields')
  const list = useGroupImport()
  const optionOf = (value: TermField) => ({ value, label: names(value), description: value })
  const options = [
    { label: t('usualFields'), options: usualFields.map(optionOf) },
    { label: t('otherFields'), options: otherFields.map(optionOf) },
  ]
  const fault = list.fault && { empty: t('fileEmpty'), long: t('fileLong', { most: maxImportValues }), wide: t('fileWide') }[list.fault]
  const matched = list.looked?.matched ?? 0
  return (
    <Page title={t('title')} under={useUnderGroups()}>
      <GroupForm
        title={t('title')}
        help={t('help')}
        action={t('create', { count: matched })}
        busy={list.busy}
        disabled={matched === 0}
        error={list.error}
        onSubmit={() => void list.create()}
      >
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{t('file')}</Header>}>
            <SpaceBetween size="m">
              <FormField label={t('field')} description={t('fieldHelp')} errorText={list.faults['field'] ?? ''}>
                <Select
                  options={options}
                  selectedOption={optionOf(list.field)}
                  filteringType="auto"
                  triggerVariant="option"
                  onChange={({ detail }) => {
                    const field = termFieldNames.find((one) => one === detail.selectedOption.value)
                    if (field) void list.chooseField(field)
                  }}
                />
              </FormField>
              <FormField
                label={t('list')}
                description={t(typeOf(list.field) === 'pair' ? 'pairHelp' : 'listHelp', { most: maxImportValues })}
                errorText={fault ?? ''}
              >
                <FileUpload
                  value={list.file ? [list.file] : []}
                  accept=".csv,.txt"
                  showFileSize
                  onChange={({ detail }) => void list.choose(detail.value[0] ?? null)}
                  i18nStrings={{
                    uploadButtonText: () => t('choose'),
                    dropzoneText: () => t('drop'),
                    removeFileAriaLabel: () => t('remove'),
                    limitShowFewer: '',
                    limitShowMore: '',
                    errorIconAriaLabel: t('fault'),
                  }}
                />
              </FormField>
            </SpaceBetween>
          </Container>
          {list.looked && <ImportLooked looked={list.looked} lines={list.lines} />}
          <Container header={<Header variant="h2">{t('group')}</Header>}>
            <GroupFields values={list.values} faults={list.faults} onChange={list.change} />
          </Container>
        </SpaceBetween>
      </GroupForm>
    </Page>
  )
}
