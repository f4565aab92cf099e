'use client'
/** A choice among a few, all in sight: the filters above a table. */
import type { ReactNode } from 'react'
import styles from './chips.module.css'

type Props<Id extends string> = {
  readonly legend: string
  readonly chips: readonly { readonly id: Id; readonly label: ReactNode }[]
  /** null: none of them. */
  readonly chosen: Id | null
  readonly onChoose: (id: Id) => void
}

export const Chips = <Id extends string>({ legend, chips, chosen, onChoose }: Props<Id>) => (
  <fieldset className={styles.chips}>
    <legend className={styles.legend}>{legend}</legend>
    {chips.map(({ id, label }) => (
      <button key={id} type="button" className={styles.chip} aria-pressed={chosen === id} onClick={() => onChoose(id)}>
        {label}
      </button>
    ))}
  </fieldset>
)
