'use client'
import BarChart from '@cloudscape-design/components/bar-chart'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import type { CountedFieldValue, ExportFieldValuesQuery, InventoryField } from '#shared/contracts/terms.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useAsk } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { barsOf, isShare, mostBars, restOf } from './chart-bars.ts'
import { valueText } from './field-value.ts'
import { useSay } from './use-say.ts'

/** Pixels: for a bar with its label, and for the axis under all of them. */
const barHeight = 26
const axisHeight = 40
/** All values are read for it: not anew with every look. */
const staleMs = 60_000

type Props = { readonly field: InventoryField; readonly which: ExportFieldValuesQuery }

/** The values that most machines have, the most common first; the rest as one bar, or said where it is no share. */
export const ValuesChart = ({ field, which }: Props) => {
  const t = useTranslations('inventoryValues')
  const say = useSay()
  const { data, error, refetch } = useAsk(routes.countFieldValues, { query: { ...which, order: 'machines', limit: mostBars } }, { staleMs })
  const { name, type } = field
  const textOf = ({ value, second }: CountedFieldValue): string => {
    const texts = [...(which.first === undefined ? [value] : []), ...(type === 'pair' ? [second ?? ''] : [])]
    return texts.map((text) => valueText(name, type, text, say)).join(' ') || t('noVersion')
  }
  const items = data?.items ?? []
  const rest = data?.totals ? restOf(items, data.totals) : { values: 0, machines: 0 }
  const share = isShare(name, which.first)
  const bars = [
    ...barsOf(items, textOf),
    ...(rest.values > 0 && share ? [{ x: t('others', { count: rest.values }), y: rest.machines }] : []),
  ]
  const tooMany = error instanceof ApiProblem && error.kind === 'conflict'
  return (
    <Container header={<Header variant="h2">{t('mostCommon')}</Header>} data-testid="chart">
      {!data && !error && <Loading />}
      {!data &&
        error &&
        (tooMany ? <Empty title={t('tooMany')} help={t('tooManyHelp')} /> : <Failure error={error} onRetry={() => void refetch()} />)}
      {data && bars.length === 0 && <Empty title={t('nothingToDraw')} />}
      {data && bars.length > 0 && (
        <BarChart
          ariaLabel={t('mostCommon')}
          series={[{ title: t('machines'), type: 'bar', data: bars, valueFormatter: (count) => say.count(count) ?? '' }]}
          xDomain={bars.map(({ x }) => x)}
          // Machines are counted whole: no tick between two of them.
          i18nStrings={{ yTickFormatter: (count) => (Number.isInteger(count) ? (say.count(count) ?? '') : '') }}
          yTitle={t('machines')}
          horizontalBars
          hideFilter
          hideLegend
          height={bars.length * barHeight + axisHeight}
        />
      )}
      {rest.values > 0 && !share && (
        <Box color="text-body-secondary" margin={{ top: 'xs' }}>
          {t('othersBeside', { count: rest.values })}
        </Box>
      )}
    </Container>
  )
}
