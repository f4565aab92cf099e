'use client'
import Box from '@cloudscape-design/components/box'
import Spinner from '@cloudscape-design/components/spinner'
import { useFormatter, useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { useProblemText } from '../../ui/failure.tsx'

/** A request is evaluated for it: not anew with every look. */
const staleMs = 60_000

/** How many machines are in a group, of those that one sees; it comes after the row. */
export const GroupCount = ({ id }: { readonly id: string }) => {
  const t = useTranslations('groups')
  const format = useFormatter()
  const textOf = useProblemText()
  const { data, error } = useAsk(routes.getGroup, { params: { id } }, { staleMs })
  if (data) return <>{format.number(data.count)}</>
  if (!error) return <Spinner />
  return (
    <Box color="text-status-error">
      <span title={textOf(error).detail}>{t('noCount')}</span>
    </Box>
  )
}
