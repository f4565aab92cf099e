'use client'
/** How SSH reaches a machine, and why so. */
import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { When } from '../../ui/when.tsx'
import { useEntities } from '../entities/use-entities.ts'
import { useSiteName } from '../sites/use-sites.ts'

/** A value of SSH with where it is set. */
export const FromWhere = ({ value, from }: { readonly value: string | number; readonly from: Machine['userFrom'] }) => {
  const t = useTranslations('machines')
  const siteName = useSiteName()
  const { entities, pathOf } = useEntities()
  const isSeen = entities.some(({ id }) => id === from.id)
  const where = {
    machine: t('fromMachine'),
    entity: isSeen ? t('fromEntity', { name: pathOf(from.id ?? '') }) : t('fromEntityAbove'),
    site: t('fromSite', { name: siteName(from.id ?? '') }),
    default: t('fromDefault'),
  }
  return (
    <>
      {value}
      <Box color="text-body-secondary" fontSize="body-s">
        {where[from.place]}
      </Box>
    </>
  )
}

/** The addresses in the order in which they are tried, and where SSH got through last. */
export const SshAddresses = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('machines')
  const { reached } = machine
  const why = ({ because, network }: Machine['sshAddresses'][number]): string =>
    ({
      fixed: t('addressFixed'),
      preferred: t('addressPreferred', { network: network ?? '' }),
      private: t('addressPrivate'),
      only: t('addressOnly'),
    })[because]
  return (
    <SpaceBetween size="xxs">
      {machine.sshAddresses.map((one) => (
        <div key={one.address}>
          {one.address}
          <Box color="text-body-secondary" fontSize="body-s">
            {why(one)}
            {reached?.address === one.address && (
              <>
                {' · '}
                {t('reachedHere')} <When at={reached.at} past />
              </>
            )}
          </Box>
        </div>
      ))}
    </SpaceBetween>
  )
}
