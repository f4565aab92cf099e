'use client'
import Button from '@cloudscape-design/components/button'
import Input from '@cloudscape-design/components/input'
import { useTranslations } from 'next-intl'
import { mostHits } from './find-in-log.ts'
import styles from './log-view.module.css'

type Props = {
  readonly wanted: string
  readonly count: number
  /** From 0. */
  readonly place: number
  readonly onWanted: (wanted: string) => void
  readonly onPlace: (place: number) => void
}

/** Search in the log: Enter goes to the next hit, Shift and Enter to the one before. */
export const LogSearch = ({ wanted, count, place, onWanted, onPlace }: Props) => {
  const t = useTranslations('log')
  const step = (by: number) => {
    if (count > 0) onPlace((place + by + count) % count)
  }
  return (
    <div className={styles.search}>
      <Input
        type="search"
        value={wanted}
        placeholder={t('search')}
        ariaLabel={t('search')}
        clearAriaLabel={t('clearSearch')}
        onChange={({ detail }) => onWanted(detail.value)}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') step(detail.shiftKey ? -1 : 1)
        }}
      />
      {wanted.trim() !== '' && (
        <>
          <span aria-live="polite" className={styles.count} data-testid="hits">
            {count === 0 ? t('noHit') : t(count >= mostHits ? 'atLeastHits' : 'hits', { place: place + 1, count })}
          </span>
          <Button variant="icon" iconName="angle-up" ariaLabel={t('previousHit')} disabled={count === 0} onClick={() => step(-1)} />
          <Button variant="icon" iconName="angle-down" ariaLabel={t('nextHit')} disabled={count === 0} onClick={() => step(1)} />
        </>
      )}
    </div>
  )
}
