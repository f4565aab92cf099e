'use client'
import Button from '@cloudscape-design/components/button'
import Toggle from '@cloudscape-design/components/toggle'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { usePanelSize } from '../shell/page.tsx'
import { hitsIn } from './find-in-log.ts'
import { LogLine } from './log-line.tsx'
import { type LogSoFar, textOf } from './log-lines.ts'
import { LogSearch } from './log-search.tsx'
import styles from './log-view.module.css'
import { useLog } from './use-log.ts'

/** As near the end as this counts as being there, in pixels. */
const nearEnd = 24
/** What stands in the panel beside the log, in pixels, and how high the log is at least. */
const besideLog = 210
const leastHeight = 160
/** Height of a line that has not been drawn yet, in pixels, and lines drawn beyond what is seen. */
const lineHeight = 20
const drawnBeyond = 40

const fileName = (name: string): string => `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')}.log`

export const LogView = ({ executionId, name }: { readonly executionId: string; readonly name: string }) => {
  const { data, error, refetch } = useLog(executionId)
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />
  return (
    <>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      <Lines log={data} name={name} />
    </>
  )
}

/** The lines in sight, and those a little beyond; the log may have fifty thousand. */
const Lines = ({ log, name }: { readonly log: LogSoFar; readonly name: string }) => {
  const t = useTranslations('log')
  const panelSize = usePanelSize()
  const [follow, setFollow] = useState(true)
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const { lines, dropped } = log
  const wanted = useDeferredValue(typed)
  const hits = useMemo(() => hitsIn(lines, wanted), [lines, wanted])
  const current = hits[Math.min(place, hits.length - 1)]
  // What it returns changes without React's knowing; nothing here is memoized by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    overscan: drawnBeyond,
    getItemKey: (index) => dropped + index,
  })
  const last = lines.length - 1
  useEffect(() => {
    if (follow && last >= 0) virtual.scrollToIndex(last, { align: 'end' })
  }, [follow, last, virtual])
  const goTo = (next: number) => {
    setPlace(next)
    setFollow(false)
    const hit = hits[next]
    if (hit) virtual.scrollToIndex(hit.line, { align: 'center' })
  }
  const seek = (text: string) => {
    setTyped(text)
    setPlace(0)
    const [first] = hitsIn(lines, text)
    if (!first) return
    setFollow(false)
    virtual.scrollToIndex(first.line, { align: 'center' })
  }
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <LogSearch
          wanted={typed}
          count={hits.length}
          place={Math.min(place, Math.max(0, hits.length - 1))}
          onWanted={seek}
          onPlace={goTo}
        />
        <Toggle checked={follow} onChange={({ detail }) => setFollow(detail.checked)}>
          {t('follow')}
        </Toggle>
        <Button iconName="download" disabled={lines.length === 0} onClick={() => saveFile(textOf(log), fileName(name), 'text/plain')}>
          {t('download')}
        </Button>
        <span>{t('lines', { count: lines.length + dropped })}</span>
      </div>
      {dropped > 0 && <span>{t('dropped', { count: dropped })}</span>}
      {lines.length === 0 ? (
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
            if (scrollTop + clientHeight >= scrollHeight - nearEnd && typed === '') setFollow(true)
          }}
        >
          <div className={styles.whole} style={{ blockSize: virtual.getTotalSize() }}>
            <div className={styles.drawn} style={{ translate: `0 ${virtual.getVirtualItems()[0]?.start ?? 0}px` }}>
              {virtual.getVirtualItems().map(({ index, key }) => {
                const line = lines[index]
                return (
                  line && (
                    <div key={key} data-index={index} ref={virtual.measureElement}>
                      <LogLine
                        line={line}
                        wanted={wanted.trim() === '' ? '' : wanted}
                        current={current?.line === index ? current.nth : null}
                      />
                    </div>
                  )
                )
              })}
            </div>
          </div>
        </div>
      )}
    </div>
  )
}
