'use client'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useTranslations } from 'next-intl'
import { lampColours } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { StatusWord } from '../../ui/status-word.tsx'
import { lampLooks } from '../machines/lamp.tsx'
import styles from './home.module.css'

/** Lamps are counted while one page holds the whole fleet; beyond that a count would need a scan, and none is shown. */
const countedFleet = 100

export const Fleet = () => {
  const t = useTranslations('home')
  const lampWord = useTranslations('lamp')
  const paths = usePaths()
  const { data, error, refetch } = useAsk(routes.listMachines, { query: { limit: countedFleet } }, { topics: ['machines'] })
  const whole = data?.nextCursor === null
  const count = (colour: (typeof lampColours)[number]) => data?.items.filter(({ lamp }) => lamp.colour === colour).length ?? 0
  return (
    <Container header={<Header variant="h2">{t('fleet')}</Header>}>
      {!data && (error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {data && whole && data.items.length > 0 && (
        <div className={styles.lamps}>
          {lampColours.map((colour) => (
            <StatusWord key={colour} {...lampLooks[colour]}>
              {`${count(colour)} ${lampWord(colour)}`}
            </StatusWord>
          ))}
        </div>
      )}
      {data && (
        <p>
          {data.items.length === 0
            ? t('noMachine')
            : whole
              ? t('machines', { count: data.items.length })
              : t('moreMachines', { count: countedFleet })}{' '}
          <AppLink href={paths.machines}>{t('toMachines')}</AppLink>
        </p>
      )}
    </Container>
  )
}
