'use client'
/** Expert mode: the calls of the API behind what is on screen, as they can be repeated by hand. */
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { addressOf } from '../../api/client.ts'
import type { ApiKey } from '../../api/topics.ts'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { useSession } from '../session/session.tsx'

type Call = { readonly address: string; readonly at: number; readonly raw: string }
const longestRaw = 20_000

const isQuery = (value: unknown): value is Record<string, string> => typeof value === 'object' && value !== null

export const ExpertCalls = () => {
  const { expert } = useSession()
  return expert ? <Calls /> : null
}

const Calls = () => {
  const t = useTranslations('expert')
  const client = useQueryClient()
  const absolute = useAbsoluteTime()
  const [calls, setCalls] = useState<readonly Call[]>([])
  useEffect(() => {
    const look = () => {
      const calls = client
        .getQueryCache()
        .findAll({ type: 'active' })
        .map(({ queryKey, state }) => ({ key: queryKey as unknown as ApiKey, state }))
        .map(({ key: [path, id, query], state }) => ({
          address: addressOf({ path: `/${path.replace(/^\//, '')}` }, { params: { id: id ?? '' }, query: isQuery(query) ? query : {} }),
          at: state.dataUpdatedAt,
          raw: (JSON.stringify(state.data, null, 2) ?? '').slice(0, longestRaw),
        }))
      // A page of a list and the list of a chooser may begin with the same call.
      setCalls([...new Map(calls.map((call) => [call.address, call])).values()])
    }
    // Not while React renders what the cache has just told it.
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(look, 100)
    }
    soon()
    const stop = client.getQueryCache().subscribe(soon)
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [client])
  return (
    <Box margin={{ top: 'l' }}>
      <ExpandableSection headerText={t('title')} headerCounter={`(${calls.length})`} variant="footer">
        {calls.map(({ address, at, raw }) => (
          <ExpandableSection
            key={address}
            headerText={`GET ${address}`}
            {...(at > 0 ? { headerDescription: t('answered', { at: absolute(new Date(at).toISOString()) }) } : {})}
          >
            <Box variant="pre">{raw}</Box>
          </ExpandableSection>
        ))}
      </ExpandableSection>
    </Box>
  )
}
