'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useLocale, useTranslations } from 'next-intl'
import { bytesText } from '../../ui/bytes.ts'
import { Empty } from '../../ui/empty.tsx'
import type { Faults } from '../../ui/use-faults.ts'
import { PackageSelect } from '../packages/package-select.tsx'
import { type Member, withPackage } from './members.ts'
import { Stages } from './stages.tsx'

type Props = {
  readonly members: readonly Member[]
  readonly onMembers: (members: readonly Member[]) => void
  /** By field; those of members are `<field>.<place>.order` and the like. */
  readonly faults: Faults
  readonly field: string
}

/** Packages with their order numbers, and how that runs. */
export const MembersEditor = ({ members, onMembers, faults, field }: Props) => {
  const t = useTranslations('bundles')
  const locale = useLocale()
  const rows = members.map((member, place) => ({
    ...member,
    place,
    fault: faults[`${field}.${place}.order`] ?? faults[`${field}.${place}.packageId`] ?? faults[`${field}.${place}`] ?? '',
  }))
  const reorder = (place: number, order: string) => onMembers(members.map((member, at) => (at === place ? { ...member, order } : member)))
  return (
    <SpaceBetween size="s">
      <Table
        variant="embedded"
        contentDensity="compact"
        items={rows}
        trackBy="packageId"
        ariaLabels={{ tableLabel: t('members') }}
        empty={<Empty title={t('noMember')} help={t('noMemberHelp')} />}
        columnDefinitions={[
          {
            id: 'order',
            header: t('order'),
            width: 110,
            cell: ({ place, order, label, fault }) => (
              <Input
                value={order}
                inputMode="numeric"
                autoComplete={false}
                ariaLabel={t('orderOf', { name: label ?? t('deletedPackage') })}
                invalid={fault !== ''}
                onChange={({ detail }) => reorder(place, detail.value)}
              />
            ),
          },
          {
            id: 'package',
            header: t('package'),
            isRowHeader: true,
            cell: ({ label, version, fault }) => (
              <>
                {label === null ? <Box color="text-status-error">{t('deletedPackage')}</Box> : `${label} ${version ?? ''}`}
                {fault !== '' && <Box color="text-status-error">{fault}</Box>}
              </>
            ),
          },
          { id: 'size', header: t('size'), cell: ({ size }) => (size === null ? '—' : bytesText(size, locale)) },
          {
            id: 'remove',
            header: '',
            width: 60,
            cell: ({ place, label }) => (
              <Button
                variant="inline-icon"
                iconName="remove"
                formAction="none"
                ariaLabel={t('remove', { name: label ?? t('deletedPackage') })}
                onClick={() => onMembers(members.filter((_, at) => at !== place))}
              />
            ),
          },
        ]}
      />
      <PackageSelect
        chosen={null}
        without={members.map(({ packageId }) => packageId)}
        placeholder={t('addPackage')}
        ariaLabel={t('addPackage')}
        onChosen={(item) => onMembers(withPackage(members, item))}
      />
      {faults[field] && <Box color="text-status-error">{faults[field]}</Box>}
      {members.length > 1 && <Stages members={members} />}
      {members.length > 0 && <Box color="text-body-secondary">{t('orderHelp')}</Box>}
    </SpaceBetween>
  )
}
