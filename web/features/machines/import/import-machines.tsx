'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { mostImported } from '#shared/contracts/machine-import.ts'
import { usePaths } from '../../../ui/app-link.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { Page } from '../../shell/page.tsx'
import { useSites } from '../../sites/use-sites.ts'
import { ReportView } from './import-report.tsx'
import { useImport } from './use-import.ts'

const example = `name,addresses,macs,site,entity,sshUser,sshPort,tag,externalId
pc-001,10.1.0.11 10.2.0.11,00:16:3e:5e:6c:01,Lyon,France / Lyon,,,reception,CMDB-0001`

/** Machines from a file: chosen, looked at line by line, then written. */
export const ImportMachines = () => {
  const t = useTranslations('importMachines')
  const router = useRouter()
  const paths = usePaths()
  const sites = useSites()
  const list = useImport()
  const { report } = list
  const none = { value: '', label: t('noSite') }
  const siteOptions = [none, ...(sites.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]
  const fault = list.fault && { empty: t('fileEmpty'), large: t('fileLarge'), json: t('fileJson') }[list.fault]
  const willWrite = report && !report.written ? report.counts.created + report.counts.changed : 0
  return (
    <Page title={t('title')} under={[{ text: t('machinesTitle'), href: paths.machines }]}>
      <ContentLayout header={<Header variant="h1">{t('title')}</Header>}>
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{t('file')}</Header>}>
            <SpaceBetween size="m">
              <FormField description={t('fileHelp', { most: mostImported })} errorText={fault ?? ''}>
                <FileUpload
                  value={list.file ? [list.file] : []}
                  accept=".csv,.json,.txt"
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
              <FormField label={t('site')} description={t('siteHelp')}>
                <Select
                  options={siteOptions}
                  selectedOption={siteOptions.find(({ value }) => value === list.siteId) ?? none}
                  filteringType="auto"
                  onChange={({ detail }) => void list.chooseSite(detail.selectedOption.value ?? '')}
                />
              </FormField>
              <div>
                <Box variant="awsui-key-label">{t('example')}</Box>
                <Box variant="pre">{example}</Box>
              </div>
            </SpaceBetween>
          </Container>
          {list.error !== null && <Failure error={list.error} />}
          {report && <ReportView report={report} />}
          <SpaceBetween direction="horizontal" size="xs">
            {report?.written ? (
              <Button variant="primary" onClick={() => router.push(paths.machines)}>
                {t('toMachines')}
              </Button>
            ) : (
              <Button
                variant="primary"
                loading={list.busy}
                disabled={willWrite === 0 || (report?.counts.refused ?? 0) > 0}
                onClick={() => void list.write(false)}
              >
                {t('write', { count: willWrite })}
              </Button>
            )}
            {report && !report.written && report.counts.refused > 0 && willWrite > 0 && (
              <Button loading={list.busy} onClick={() => void list.write(true)}>
                {t('writePart', { count: willWrite, refused: report.counts.refused })}
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </ContentLayout>
    </Page>
  )
}
