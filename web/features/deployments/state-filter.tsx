'use client'
import { useFormatter, useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import type { State } from '#shared/domain/deployment/states.ts'
import { Chips } from '../../ui/chips.tsx'
import { StatusWord } from '../../ui/status-word.tsx'
import { stateLooks, statesPresent } from './state-looks.ts'

const everyState = 'all'

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
    <Chips<State | typeof everyState>
      legend={t('filter')}
      chosen={state ?? (filtered ? null : everyState)}
      onChoose={(id) => onState(id === everyState ? null : id)}
      chips={[
        {
          id: everyState,
          label: (
            <>
              {t('all')} <b>{format.number(total)}</b>
            </>
          ),
        },
        ...shown.map((one) => ({
          id: one,
          label: (
            <StatusWord {...stateLooks[one]}>
              {word(one)} <b>{format.number(counts[one] ?? 0)}</b>
            </StatusWord>
          ),
        })),
      ]}
    />
  )
}
