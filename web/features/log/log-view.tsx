'use client'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Toggle from '@cloudscape-design/components/toggle'
import { useFormatter, useTranslations } from 'next-intl'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { LogLine } from '#shared/contracts/deployments.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { usePanelSize } from '../shell/page.tsx'
import { type LogSoFar, lookOf, markOf, textOf } from './log-lines.ts'
import styles from './log-view.module.css'
import { plainText } from './plain-text.ts'
import { useLog } from './use-log.ts'

/** Lines drawn as one block; the browser skips the blocks out of sight. */
const blockLines = 200
/** As near the end as this counts as being there, in pixels. */
const nearEnd = 24
/** What stands in the panel beside the log, in pixels, and how high the log is at least. */
const besideLog = 230
const leastHeight = 160

const download = (log: LogSoFar, name: string) => {
  const address = URL.createObjectURL(new Blob([textOf(log)], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')}.log`
  link.click()
  URL.revokeObjectURL(address)
}

const blocksOf = (lines: readonly LogLine[], dropped: number) => {
  const blocks: { readonly first: number; readonly lines: readonly LogLine[] }[] = []
  for (let from = 0; from < lines.length; from += blockLines)
    blocks.push({ first: dropped + from, lines: lines.slice(from, from + blockLines) })
  return blocks
}

export const LogView = ({ executionId, name }: { readonly executionId: string; readonly name: string }) => {
  const t = useTranslations('log')
  const { data, error, refetch } = useLog(executionId)
  const panelSize = usePanelSize()
  const [follow, setFollow] = useState(true)
  const box = useRef<HTMLDivElement>(null)
  const lines = data?.lines
  const blocks = useMemo(() => blocksOf(lines ?? [], data?.dropped ?? 0), [lines, data?.dropped])
  useEffect(() => {
    if (follow && lines && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [follow, lines])
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="m" alignItems="center">
        <Toggle checked={follow} onChange={({ detail }) => setFollow(detail.checked)}>
          {t('follow')}
        </Toggle>
        <Button iconName="download" disabled={data.lines.length === 0} onClick={() => download(data, name)}>
          {t('download')}
        </Button>
        <span>{t('lines', { count: data.lines.length + data.dropped })}</span>
      </SpaceBetween>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data.dropped > 0 && <span>{t('dropped', { count: data.dropped })}</span>}
      {data.lines.length === 0 ? (
        <Empty title={t('none')} help={t('noneHelp')} />
      ) : (
        // What scrolls must be reachable by keyboard, and following ends when the person goes back.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <div
          ref={box}
          className={styles.log}
          style={{ maxBlockSize: Math.max(leastHeight, panelSize - besideLog) }}
          role="log"
          aria-label={t('title', { name })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          onWheel={({ deltaY }) => {
            if (deltaY < 0) setFollow(false)
          }}
          onKeyDown={({ key }) => {
            if (key === 'ArrowUp' || key === 'PageUp' || key === 'Home') setFollow(false)
          }}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            if (scrollTop + clientHeight >= scrollHeight - nearEnd) setFollow(true)
          }}
        >
          {blocks.map((block) => (
            <Block key={block.first} lines={block.lines} />
          ))}
        </div>
      )}
    </SpaceBetween>
  )
}

const sameBlock = (a: { readonly lines: readonly LogLine[] }, b: { readonly lines: readonly LogLine[] }) =>
  a.lines.length === b.lines.length && a.lines.every((line, index) => line === b.lines[index])

const Block = memo(({ lines }: { readonly lines: readonly LogLine[] }) => {
  const t = useTranslations('log')
  const format = useFormatter()
  const absolute = useAbsoluteTime()
  return (
    <div className={styles.block}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows; a line's place is its identity
        <div key={index} className={`${styles.line} ${styles[lookOf(line)]}`} data-stream={line.stream}>
          <time dateTime={line.at} title={absolute(line.at)} className={styles.at}>
            {format.dateTime(new Date(line.at), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })}
          </time>
          <span className={styles.mark} title={t(line.stream)}>
            {markOf[line.stream]}
          </span>
          <span className={styles.text}>{plainText(line.text).replace(/\n$/, '')}</span>
        </div>
      ))}
    </div>
  )
}, sameBlock)
Block.displayName = 'LogBlock'
