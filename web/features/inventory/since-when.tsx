'use client'
import Button from '@cloudscape-design/components/button'
import Popover from '@cloudscape-design/components/popover'
import { useTranslations } from 'next-intl'
import { SinceAnswer } from './since-answer.tsx'
import type { SinceWanted } from './since-wanted.ts'

type Props = { readonly machineId: string; readonly name: string; readonly wanted: SinceWanted }

/** Since when a machine has an entry: asked when somebody wants to know. */
export const SinceWhen = ({ machineId, name, wanted }: Props) => {
  const t = useTranslations('inventory')
  return (
    <Popover
      header={name}
      triggerType="custom"
      size="medium"
      renderWithPortal
      content={<SinceAnswer machineId={machineId} wanted={wanted} />}
    >
      <Button variant="inline-icon" iconName="history" ariaLabel={t('sinceWhen', { name })} />
    </Popover>
  )
}
