'use client'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import type { Faults } from '../../ui/use-faults.ts'
import { BundleSelect } from '../bundles/bundle-select.tsx'
import { MembersEditor } from '../bundles/members-editor.tsx'
import { Stages } from '../bundles/stages.tsx'
import { PackageSelect } from '../packages/package-select.tsx'
import { type Content, contentField, contentKinds } from './content.ts'

type Props = { readonly content: Content; readonly onContent: (content: Content) => void; readonly faults: Faults }

/** What to deploy: one package, several in an order, or a saved bundle. */
export const ChooseContent = ({ content, onContent, faults }: Props) => {
  const t = useTranslations('deploy')
  const word = useTranslations('contentKinds')
  const fault = faults[contentField[content.kind]] ?? ''
  return (
    <Container header={<Header variant="h2">{t('what')}</Header>}>
      <SpaceBetween size="m">
        <SegmentedControl
          label={t('what')}
          selectedId={content.kind}
          options={contentKinds.map((kind) => ({ id: kind, text: word(kind) }))}
          onChange={({ detail }) => onContent({ ...content, kind: contentKinds.find((kind) => kind === detail.selectedId) ?? 'package' })}
        />
        {content.kind === 'package' && (
          <FormField label={t('package')} errorText={fault === '' ? '' : content.item ? fault : t('choosePackage')}>
            <PackageSelect chosen={content.item} onChosen={(item) => onContent({ ...content, item })} />
          </FormField>
        )}
        {content.kind === 'packages' && (
          <MembersEditor
            members={content.members}
            onMembers={(members) => onContent({ ...content, members })}
            faults={faults}
            field={contentField.packages}
          />
        )}
        {content.kind === 'bundle' && (
          <>
            <FormField label={t('bundle')} errorText={fault === '' ? '' : content.bundle ? fault : t('chooseBundle')}>
              <BundleSelect chosen={content.bundle} onChosen={(bundle) => onContent({ ...content, bundle })} />
            </FormField>
            {content.bundle && <Stages members={content.bundle.members} />}
          </>
        )}
      </SpaceBetween>
    </Container>
  )
}

type FromAddressProps = { readonly onContent: (change: (content: Content) => Content) => void }

/** Chooses once what the address names, as soon as it is known. */
export const ContentFromAddress = ({ onContent }: FromAddressProps) => {
  const address = useAddressQuery()
  const packageId = address.get('package')
  const bundleId = address.get('bundle')
  const item = useAsk(routes.getPackage, { params: { id: packageId } }, { enabled: packageId !== '' })
  const bundle = useAsk(routes.getBundle, { params: { id: bundleId } }, { enabled: bundleId !== '' })
  useEffect(() => {
    const found = item.data
    if (found?.status === 'ready') onContent((content) => ({ ...content, kind: 'package', item: found }))
  }, [item.data, onContent])
  useEffect(() => {
    const found = bundle.data
    if (found) onContent((content) => ({ ...content, kind: 'bundle', bundle: found }))
  }, [bundle.data, onContent])
  const failed = [item, bundle].find(({ error }) => error !== null)
  return failed ? <Failure error={failed.error} onRetry={() => void failed.refetch()} /> : null
}
