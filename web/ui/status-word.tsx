'use client'
/** A state as icon, word and colour: never colour alone. */
import Icon, { type IconProps } from '@cloudscape-design/components/icon'
import type { ReactNode } from 'react'
import styles from './status-word.module.css'

export type Tone = 'green' | 'orange' | 'red' | 'grey'

type Props = {
  readonly tone: Tone
  readonly icon: IconProps.Name
  readonly children: ReactNode
  readonly title?: string | undefined
}

export const StatusWord = ({ tone, icon, children, title }: Props) => (
  <span className={`${styles.word} ${styles[tone]}`} title={title} data-tone={tone}>
    <Icon name={icon} size="small" /> <span>{children}</span>
  </span>
)
