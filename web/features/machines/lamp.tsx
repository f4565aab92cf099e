'use client'
import type { IconProps } from '@cloudscape-design/components/icon'
import { useTranslations } from 'next-intl'
import type { Lamp as LampState } from '#shared/contracts/machines.ts'
import { StatusWord, type Tone } from '../../ui/status-word.tsx'
import { When } from '../../ui/when.tsx'
import styles from './lamp.module.css'

export const lampLooks = {
  green: { tone: 'green', icon: 'status-positive' },
  orange: { tone: 'orange', icon: 'status-warning' },
  red: { tone: 'red', icon: 'status-negative' },
  unknown: { tone: 'grey', icon: 'status-pending' },
} as const satisfies Record<LampState['colour'], { tone: Tone; icon: IconProps.Name }>

/** red: no ping; orange: ping but no SSH; green: both; and when that was seen. */
export const Lamp = ({ lamp, detailed = false }: { readonly lamp: LampState; readonly detailed?: boolean }) => {
  const t = useTranslations('lamp')
  const { tone, icon } = lampLooks[lamp.colour]
  return (
    <span className={styles.lamp}>
      <StatusWord tone={tone} icon={icon} title={lamp.detail ?? undefined}>
        {t(lamp.colour)}
      </StatusWord>
      <small className={styles.age}>{lamp.checkedAt ? <When at={lamp.checkedAt} past /> : t('never')}</small>
      {detailed && lamp.detail && <small>{lamp.detail}</small>}
    </span>
  )
}
