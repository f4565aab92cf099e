'use client'
import { useTranslations } from 'next-intl'
import { Confirm } from '../../ui/confirm.tsx'

type Props = {
  readonly choice: 'reboot' | 'halt'
  readonly count: number
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
}

/** Machines will halt or restart under the hands of whoever works at them: above ten, the number is typed. */
export const ConfirmDisruption = ({ choice, count, onConfirm, onClose }: Props) => {
  const t = useTranslations('disruption')
  return (
    <Confirm title={t(`${choice}Title`, { count })} action={t(`${choice}Action`)} count={count} onConfirm={onConfirm} onClose={onClose}>
      {t(`${choice}Help`)}
    </Confirm>
  )
}
