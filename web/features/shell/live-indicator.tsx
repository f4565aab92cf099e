'use client'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useLiveStatus } from '../../api/provider.tsx'

/** A connection that opens at once needs no word. */
const patienceMs = 3_000

/** Says that live updates are off, while they are and somebody watches. */
export const LiveIndicator = () => {
  const status = useLiveStatus()
  return status === 'waiting' || status === 'connecting' ? <AfterAWhile /> : null
}

const AfterAWhile = () => {
  const t = useTranslations('shell')
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return shown ? <StatusIndicator type="warning">{t('liveOff')}</StatusIndicator> : null
}
