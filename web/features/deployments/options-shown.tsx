'use client'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useFormatter, useTranslations } from 'next-intl'
import type { DeploymentWithSites } from '#shared/contracts/deployments.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { When } from '../../ui/when.tsx'
import { WhenExactly } from '../../ui/when-exactly.tsx'

/** What was ordered. */
export const OptionsShown = ({ deployment }: { readonly deployment: DeploymentWithSites }) => {
  const t = useTranslations('deployments')
  const after = useTranslations('afterSuccess')
  const closing = useTranslations('atClosing')
  const format = useFormatter()
  const paths = usePaths()
  const { options, packages } = deployment
  const yesNo = (value: boolean) => (value ? t('yes') : t('no'))
  return (
    <KeyValuePairs
      columns={4}
      items={[
        {
          label: packages.length > 1 ? t('packages') : t('package'),
          value: packages.map(({ id, label, version, order, place }) => (
            <div key={place}>
              {packages.length > 1 && `${order}. `}
              <AppLink href={paths.package(id)}>
                {label} {version}
              </AppLink>
            </div>
          )),
        },
        { label: t('parameters'), value: options.parameters || '—' },
        { label: t('startAt'), value: options.startAt ? <WhenExactly at={options.startAt} /> : t('asSoonAsPossible') },
        { label: t('endAt'), value: options.endAt ? <WhenExactly at={options.endAt} /> : t('never') },
        { label: t('intervals'), value: options.intervals ?? t('always') },
        { label: t('atClosing'), value: closing(options.atClosing) },
        { label: t('wakeOnLan'), value: options.wakeOnLan ? t('wakeWait', { count: options.wakeWaitMinutes }) : t('no') },
        { label: t('runScript'), value: yesNo(options.runScript) },
        { label: t('deleteFiles'), value: yesNo(options.deleteFiles) },
        { label: t('inventory'), value: yesNo(options.inventory) },
        { label: t('afterSuccess'), value: after(options.afterSuccess) },
        { label: t('attempts'), value: options.attempts },
        { label: t('retryDelay'), value: t('minutes', { count: options.retryDelayMinutes }) },
        { label: t('scriptTimeout'), value: t('minutes', { count: options.scriptTimeoutMinutes }) },
        {
          label: t('maxBandwidth'),
          value: options.maxBandwidth === null ? t('noLimit') : t('bitsPerSecond', { rate: format.number(options.maxBandwidth) }),
        },
        { label: t('by'), value: deployment.createdBy },
        { label: t('when'), value: <When at={deployment.createdAt} past /> },
      ]}
    />
  )
}
