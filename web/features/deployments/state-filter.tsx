'use client'
import { useFormatter, useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import type { State } from '#shared/domain/deployment/states.ts'
import { StatusWord } from '../../ui/status-word.tsx'
import styles from './state-filter.module.css'
import { stateLooks, statesPresent } from './state-looks.ts'

type Props = {
  readonly counts: Deployment['counts']
  readonly total: number
  readonly state: State | null
  /** Narrowed by something else: then none of these is pressed. */
  readonly filtered: boolean
  readonly onState: (state: State | null) => void
}

/** How many machines stand in each state; pressing one shows only those. */
export const StateFilter = ({ counts, total, state, filtered, onState }: Props) => {
  const t = useTranslations('executions')
  const word = useTranslations('states')
  const format = useFormatter()
  const present = statesPresent(counts)
  const shown = state === null || present.includes(state) ? present : [...present, state]
  return (
    <fieldset className={styles.filter}>
      <legend className={styles.legend}>{t('filter')}</legend>
      <button type="button" className={styles.chip} aria-pressed={state === null && !filtered} onClick={() => onState(null)}>
        {t('all')} <b>{format.number(total)}</b>
      </button>
      {shown.map((one) => (
        <button key={one} type="button" className={styles.chip} aria-pressed={state === one} onClick={() => onState(one)}>
          <StatusWord {...stateLooks[one]}>
            {word(one)} <b>{format.number(counts[one] ?? 0)}</b>
          </StatusWord>
        </button>
      ))}
    </fieldset>
  )
}
